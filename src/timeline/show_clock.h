// The show clock, and where on it a command may stand (pure).
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "http/caller.h"

namespace nigiwai::timeline {

// A staff command in a live show may say that it belongs to this long ago at most.
inline constexpr Milliseconds kStaffReachBack{30'000};

// What the timeline knows of a show.
struct ShowTimes {
  std::optional<WallTime> live_at;     // since when; nothing before the start
  std::optional<Milliseconds> length;  // set once it has ended
  Milliseconds last_at{0};             // the furthest place written while live
  std::int64_t last_seq = 0;
  std::int64_t hearts = 0;
  std::int64_t chats = 0;
  bool live() const { return live_at && !length; }
  bool ended() const { return length.has_value(); }
};

// Server time less live_at while live, never below the last one written though the server's clock jump; the
// length once ended; 0 before the start.
Milliseconds show_clock(const ShowTimes& times, WallTime now);

// `at` of a command: the sender's playhead (default: the show clock), clamped to the show's length; staff
// commands in a live show reach back kStaffReachBack at most.
Milliseconds place(const ShowTimes& times, std::optional<Milliseconds> asked, WallTime now,
                   const http::Caller& by);

}  // namespace nigiwai::timeline
