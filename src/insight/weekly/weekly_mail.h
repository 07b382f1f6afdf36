// The week's figures by mail, for those of the staff who want them: on Monday at nine in Japan, the last week
// against the one before. Once for each week and person, nothing to who has left, and none of a week without
// a show.
#pragma once

#include <optional>
#include <string>

#include "base/fields.h"
#include "base/random.h"
#include "insight/reports/rows.h"
#include "outbox/mail.h"
#include "store/writer.h"

namespace nigiwai::insight {

// After nine; a server that was away for longer lets the week pass.
inline constexpr std::chrono::hours kWeeklyLate{24};
inline constexpr std::int64_t kMostWeekly = 200;  // mails of one week: a team

// Of the Monday on which this moment's week begins, nine o'clock.
WallTime monday_nine(WallTime now);

struct WeekFigures {
  std::size_t shows = 0;
  WallTime from{};   // of the last week
  WallTime until{};  // its end
  std::string currency{"JPY"};
  std::vector<ReportRow> rows{};  // five
};
// The week before `monday` against the one before that.
WeekFigures week_figures(store::Database& kept, store::Database& journal, WallTime monday);

struct WeeklyReader {
  std::string email{};
  std::string language{};
  std::string secret{};
};
struct WeeklyWords {
  std::string origin{};
  std::string shop{};
};
// Pure.
outbox::Mail weekly_mail(const WeekFigures& figures, const WeeklyReader& reader, const WeeklyWords& words);

struct WeeklyWish {
  bool wanted = false;
  std::string language{"ja"};
};
Result<WeeklyWish> read_weekly_wish(const json::object& body);
// {"wanted", "language"}
json::object weekly_wish_json(store::Database& db, const std::string& handle);
// Who begins after nine on a Monday is written to in the next week.
void wish_weekly(store::Transaction& transaction, Random& random, const std::string& handle,
                 const WeeklyWish& wish);
// The language of whose secret it is; nothing for nobody's.
std::optional<std::string> weekly_language(store::Database& db, const std::string& secret);
void stop_weekly(store::Transaction& transaction, const std::string& secret);

// Whether somebody waits for the mail of this Monday.
bool weekly_waits(store::Database& db, WallTime monday);
// Writes to all who wait, and notes that they were. Answers how many mails were written.
std::int64_t write_weekly(store::Transaction& transaction, const Clock& clock, WallTime monday,
                          const WeekFigures& figures, const std::string& origin);

}  // namespace nigiwai::insight
