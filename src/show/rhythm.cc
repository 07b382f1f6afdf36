#include "show/rhythm.h"

#include <algorithm>

namespace nigiwai::show {
namespace {

// The shop's people live in one time zone.
constexpr std::chrono::hours kJapan{9};

// 1970-01-01 was a Thursday: three days later than a Monday.
std::int64_t week_of(WallTime time) {
  const auto days = std::chrono::floor<std::chrono::days>(time + kJapan).time_since_epoch().count();
  return (days + 3) / 7;
}

}  // namespace

Reached most_within(std::span<const WallTime> times, Milliseconds window, std::int64_t goal) {
  Reached found;
  std::size_t first = 0;
  for (std::size_t last = 0; last < times.size(); ++last) {
    while (times[last] - times[first] >= window) ++first;
    found.have = std::max(found.have, static_cast<std::int64_t>(last - first + 1));
    if (found.have >= goal && !found.at) found.at = times[last];
  }
  return found;
}

Reached weeks_in_a_row(std::span<const WallTime> times, std::int64_t each_week, std::int64_t goal) {
  Reached found;
  std::int64_t run = 0;
  std::int64_t run_ends = 0;  // the last week of the run
  std::int64_t week = 0;
  std::int64_t in_week = 0;
  for (const auto time : times) {
    if (week_of(time) != week) {
      week = week_of(time);
      in_week = 0;
    }
    if (++in_week != each_week) continue;
    run = run > 0 && week == run_ends + 1 ? run + 1 : 1;
    run_ends = week;
    found.have = std::max(found.have, run);
    if (found.have >= goal && !found.at) found.at = time;
  }
  return found;
}

}  // namespace nigiwai::show
