#include "timeline/show_clock.h"

#include <algorithm>

namespace nigiwai::timeline {

Milliseconds show_clock(const ShowTimes& times, WallTime now) {
  if (times.length) return *times.length;
  if (!times.live_at) return Milliseconds(0);
  return std::max({now - *times.live_at, times.last_at, Milliseconds(0)});
}

Milliseconds place(const ShowTimes& times, std::optional<Milliseconds> asked, WallTime now,
                   const http::Caller& by) {
  const auto clock = show_clock(times, now);
  const auto at = std::clamp(asked.value_or(clock), Milliseconds(0), clock);
  if (times.live() && by.is_staff()) return std::max(at, clock - kStaffReachBack);
  return at;
}

}  // namespace nigiwai::timeline
