// Chat that a person can read: how many lines of a busy room the public is given, and which (pure).
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "base/clock.h"

namespace nigiwai::timeline {

// What most people read along with: more than this and nobody answers anybody.
inline constexpr double kReadableLines = 8;  // a second; the shop's setting begins with it
// A quiet room may be lively for a moment without losing a line.
inline constexpr double kBurstSeconds = 2;

// A bucket that fills with the readable rate. A line that finds it empty is kept from the public.
class Sampler {
 public:
  // How many of the `lines` that came since the last call may be shown; all of them when `per_second` is 0.
  std::size_t allow(std::size_t lines, double per_second, SteadyTime now) {
    if (per_second <= 0) return lines;
    const double most = std::max(1.0, per_second * kBurstSeconds);
    if (filled_) {
      room_ = std::min(most, room_ + per_second * std::chrono::duration<double>(now - *filled_).count());
    } else {
      room_ = most;
    }
    filled_ = now;
    const auto allowed = std::min(lines, static_cast<std::size_t>(room_));
    room_ -= static_cast<double>(allowed);
    return allowed;
  }

 private:
  double room_ = 0;
  std::optional<SteadyTime> filled_;
};

// Whether line `i` of `lines` is among the `allowed` ones, which stand evenly among them.
inline bool is_sampled(std::size_t i, std::size_t lines, std::size_t allowed) {
  return (i + 1) * allowed / lines > i * allowed / lines;
}

}  // namespace nigiwai::timeline
