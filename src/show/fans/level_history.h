// How many people stood at each level at the end of each month, and who moved from which to which. Pure.
//
// Levels are kept nowhere (fan_level.h): those of the past are worked out of the same facts as they stood
// then, by the rules of now.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "show/fans/fans.h"

namespace nigiwai::show {

// Asked for at once: two years.
inline constexpr std::int64_t kMostMonths = 24;

// Times are UTC, ms.
struct Stretch {
  std::int64_t from = 0;
  std::int64_t until = std::numeric_limits<std::int64_t>::max();
};

struct Watched {
  std::int64_t show = 0;  // a number for each
  std::int64_t at = 0;
};

// What is known of one person.
struct PersonFacts {
  std::int64_t took_part_at = std::numeric_limits<std::int64_t>::max();  // the first time, but for following
  std::vector<Stretch> follows{};
  std::vector<Watched> shows{};    // each once, when it was watched first
  std::vector<Stretch> orders{};   // until they came to nothing
  std::vector<Brought> brought{};  // whom their links brought, the same person together
};
// What was counted of them at a moment.
FanStanding standing_at(const PersonFacts& facts, WallTime moment);

struct Month {
  std::string name{};  // "2026-11"
  WallTime end{};
};
// The months of Japan until the one of `now`, the oldest first; the last ends now.
std::vector<Month> months_until(WallTime now, std::int64_t most);

// Places 0 to 3 are those of FanLevel, the last is nobody yet, or no more.
inline constexpr std::size_t kNoLevel = 4;
struct MonthOfLevels {
  std::string month{};
  std::array<std::int64_t, 4> people{};                // at its end
  std::array<std::array<std::int64_t, 5>, 5> moves{};  // from, to; 0 for who stayed
};
// Of months after the first, each against the one before it.
std::vector<MonthOfLevels> level_history(std::span<const PersonFacts> people, const FanRules& rules,
                                         std::span<const Month> months);

}  // namespace nigiwai::show
