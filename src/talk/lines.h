// Lines of a show's chat as the room treats them: pinned, held for staff, slowed.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/caller.h"
#include "store/writer.h"
#include "timeline/event.h"
#include "timeline/reading.h"

namespace nigiwai::talk {

inline constexpr std::int64_t kSlowestSeconds = 600;  // slower is no conversation: hide the chat instead

// The event of this seq, or nothing; as staff see it.
std::optional<timeline::Event> event_at(store::Database& database, const std::string& show, std::int64_t seq);

// The line pinned at `at`: its event as this view sees it, or null (also when it was hidden).
boost::json::value pinned_line(store::Database& database, const std::string& show, Milliseconds at,
                               const timeline::View& view);

// Seconds between two lines of one person; 0 for as fast as the rates allow. Of the show, or else of the
// shop.
std::int64_t slow_seconds(store::Database& database, const std::string& show);
// nullopt gives a show the shop's again. `show` "" is the shop itself.
void set_slow_seconds(store::Transaction& transaction, const std::string& show,
                      std::optional<std::int64_t> seconds);
// Lines a second that the public of a busy room is given; 0 for all. Of the shop.
inline constexpr std::int64_t kMostReadableLines = 100;  // more is the same as all
std::int64_t readable_lines(store::Database& database);
void set_readable_lines(store::Transaction& transaction, std::int64_t per_second);
// Takes the turn of this person, or refuses with slow-mode and the time until the next.
Result<void> take_turn(store::Transaction& transaction, const std::string& show, const std::string& viewer);

// Lines that wait for staff, oldest first: their events.
boost::json::array held_lines(store::Database& database, const std::string& show, const timeline::View& view);

// What a snapshot tells of the talk: {"slow_seconds", "line", "banned", "polls"}; `banned` is null for who
// may talk. Staff get "held" and "notes" as well.
boost::json::object talk_json(store::Database& database, const std::string& show, Milliseconds at,
                              WallTime now, const http::Caller& caller);
// Votes and seconds as they stand: timeline::Snapshots::sums.
boost::json::object talk_sums(store::Database& database, const std::string& show);

}  // namespace nigiwai::talk
