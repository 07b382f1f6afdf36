// When a mail that could not be delivered is tried again (pure).
//
// Two things fail in different ways. A mail server that does not answer, or does not let us in, stops
// everything: the sender pauses and tries again soon, with whatever is first in line. A mail server that puts
// off one mail (4xx, such as greylisting) puts off that mail alone.
#pragma once

#include <optional>

#include "base/clock.h"

namespace nigiwai::outbox {

// A mail that waits is tried for so long. RFC 5321 4.5.4.1 asks for four to five days of servers that relay
// for others; what a shop writes is stale before that.
inline constexpr std::chrono::hours kGivenUpAfter{3 * 24};

// Between the tries of one mail: doubled each time.
inline constexpr Milliseconds kFirstDelay{30'000};
inline constexpr Milliseconds kLongestDelay{60 * 60'000};

// Between the tries of a server that is away: doubled each time. The longest is short, so that a server that
// is back gets its mail within minutes.
inline constexpr Milliseconds kFirstPause{1000};
inline constexpr Milliseconds kLongestPause{2 * 60'000};

// After `failures` tries that failed, at least 1.
Milliseconds delay_after(int failures);
Milliseconds pause_after(int failures);

// When a mail due at `due` that failed for the `failures`th time `now` is tried next; nullopt: it is given
// up.
std::optional<WallTime> next_try(WallTime due, int failures, WallTime now);
// Whether the days of trying are over.
bool is_stale(WallTime due, WallTime now);

}  // namespace nigiwai::outbox
