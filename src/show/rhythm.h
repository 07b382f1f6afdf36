// How regularly shows are held: counts over the times at which they went on air. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.h"

namespace nigiwai::show {

struct Reached {
  std::int64_t have = 0;
  std::optional<WallTime> at{};  // when the goal was reached first
};

// The most shows within any stretch of `window`; `times` ascend.
Reached most_within(std::span<const WallTime> times, Milliseconds window, std::int64_t goal);

// The longest run of calendar weeks (Monday to Sunday, Japan time) with at least `each_week` shows in each;
// `times` ascend.
Reached weeks_in_a_row(std::span<const WallTime> times, std::int64_t each_week, std::int64_t goal);

}  // namespace nigiwai::show
