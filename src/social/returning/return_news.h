// What happened to saved products, as rows: read from the journal behind the writer and from the calendar.
#pragma once

#include "social/returning/returning.h"
#include "store/writer.h"

namespace nigiwai::social {

// Events of the journal read in one turn of the writer: some milliseconds.
inline constexpr std::int64_t kReturnEventsATurn = 2'000;
// People who saved a product and are looked at for a mail in one turn.
inline constexpr std::int64_t kSpreadATurn = 500;
// The calendar is looked at this often: what it tells of ends or begins in days.
inline constexpr std::chrono::seconds kCalendarEvery{10};
inline constexpr std::chrono::hours kNewsKept{30 * 24};
inline constexpr std::chrono::hours kToldKept{400 * 24};  // a year of figures, and the month before it

// Reads some of the journal: what is news, who returned and who ordered. Rows and cursor in one transaction;
// answers whether more waits.
bool read_some_returns(store::Transaction& transaction);
// Offers that end soon and shows that come soon, when it is time to look; what is old is forgotten.
void look_at_calendar(store::Transaction& transaction);
// Notes members who saved what has news, for a digest (digest.h); answers whether more waits.
bool spread_some_news(store::Transaction& transaction);

struct NewNews {
  std::string product{};
  Reason reason{};
  std::string subject{};
  std::string show{};
  std::optional<Milliseconds> at{};
  std::string title{};
  WallTime happened_at{};
};
// Nothing when the same was noted before.
void note_news(store::Database& db, const NewNews& news);

QuietHours quiet_hours(store::Database& db);
void set_quiet_hours(store::Transaction& transaction, const QuietHours& hours);

}  // namespace nigiwai::social
