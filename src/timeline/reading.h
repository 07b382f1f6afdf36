// Reading a timeline as one kind of reader may see it: by seq (live) or by moment (archive).
#pragma once

#include <map>
#include <span>
#include <vector>

#include "store/database.h"
#include "timeline/event.h"

namespace nigiwai::timeline {

// A page of events holds this many at most.
inline constexpr std::int64_t kMostInPage = 1000;
// Pages by moment hold a millisecond as a whole, up to this many: in an archive anybody may speak at one
// moment for years.
inline constexpr std::int64_t kMostInMoment = 10'000;

struct View {
  bool staff = false;
  std::string
      person{};  // the viewer's id, or empty: also sees what is addressed to them, and their own hidden lines
  std::string secret{};  // of the shop: makes the pseudonyms
};

bool may_see(const Event& event, const View& view);

// As docs/api.md shows it. Viewers stand under a pseudonym of this show; staff readers see `hidden`.
json::object to_json(const Event& event, const View& view);

// A pseudonym: the same for a person within a show, another in every other show.
std::string pseudonym(const std::string& secret, const std::string& show, const std::string& person);

// Seen by the view, seq from..; `to` is the last seq covered, seen or not.
struct Stretch {
  std::int64_t from = 1;
  std::int64_t to = 0;
  std::vector<Event> events;
};
Stretch events_from(store::Database& database, const std::string& show, std::int64_t from, std::int64_t limit,
                    const View& view);

// Those with at in [at, until), by (at, seq); `next_at` says where to go on when there were more than a page
// holds. Hearts are left out: they are in moment_counts.
struct Moments {
  std::vector<Event> events;
  std::optional<Milliseconds> next_at;
};
Moments events_between(store::Database& database, const std::string& show, Milliseconds at,
                       Milliseconds until, const View& view);

// [second * 1000, count] pairs in [at, until).
json::array moment_counts(store::Database& database, const std::string& show, std::string_view what,
                          Milliseconds at, Milliseconds until);

// The event at this position of the journal, whoever may see it.
std::optional<Event> event_of_position(store::Database& database, std::int64_t position);

// The latest event, by (at, seq), of one of `kinds` at or before `at`: the state a fold of those kinds has
// there.
std::optional<Event> latest_of(store::Database& database, const std::string& show,
                               std::span<const std::string> kinds, Milliseconds at);

}  // namespace nigiwai::timeline
