// When a show is announced by mail to those who follow its cast: a day before, at the same time of the day,
// and an hour before. Pure.
//
//                 begins        no more begins      ends
//   day          -24 h             -22 h            -1 h
//   hour          -1 h             -30 min          -10 min, when the reminders go out
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace nigiwai::show {

enum class Which { kDay, kHour };
inline constexpr Which kAnnouncements[] = {Which::kDay, Which::kHour};
std::string_view to_text(Which which);  // "day", "hour"
std::optional<Which> which_of(std::string_view text);

inline constexpr std::chrono::hours kDayBefore{24};
inline constexpr std::chrono::hours kHourBefore{1};
// A server that was away for so long makes up for it. A show that gets its time later than that has no such
// announcement: whoever plans one for tonight does not want it mailed while they write its title.
inline constexpr std::chrono::hours kDayLate{2};
inline constexpr std::chrono::minutes kHourLate{30};

// Of a show that is to start at `starts_at`.
WallTime due_at(Which which, WallTime starts_at);
WallTime begins_until(Which which, WallTime starts_at);
WallTime ends_at(Which which, WallTime starts_at);  // what did not go out until then goes out no more

// Of which announcements the time to begin is now.
bool begins(Which which, WallTime starts_at, WallTime now);
// Whether mails of one that has begun may be written now.
bool goes_out(Which which, WallTime starts_at, WallTime now);

}  // namespace nigiwai::show
