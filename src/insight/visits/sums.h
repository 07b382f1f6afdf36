// What is counted of each show, by its half: while it was on air, and in its archive afterwards.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace nigiwai::insight {

// People count once in each half, and once together: a person of both halves is one.
enum class Half : std::uint8_t { kLive, kArchive, kTogether };
inline constexpr std::size_t kHalves = 3;
std::string_view to_text(Half half);  // "live", "archive", "together"

// Order and names are those of the columns of `total` (schema/).
enum class Sum : std::uint8_t {
  // People.
  kViewers,
  kEngaged,  // viewers who did something
  kBuyers,
  kBuyingViewers,
  kVisitors,  // who opened a product
  kBuyingVisitors,
  kChatters,
  kAskers,
  kSavers,
  kSharers,
  kReturning,    // viewers who had watched an earlier show
  kSympathized,  // stages of SIPS, as the next three
  kIdentified,
  kParticipated,
  kSpread,
  // Things.
  kViews,
  kWatchedMs,
  kHearts,
  kChats,
  kQuestions,
  kSeconds,
  kVotes,
  kSaves,
  kShares,
  kFollows,
  kSeen,
  kOpened,
  kCarts,
  kActions,
  kOrders,
  kPieces,
  kPlaced,  // minor units
  kCount
};
inline constexpr auto kSums = static_cast<std::size_t>(Sum::kCount);
inline constexpr std::size_t kPeopleSums = static_cast<std::size_t>(Sum::kViews);
std::string_view to_text(Sum sum);  // the column

// How a show grows after its end is known for each step; the last is all that comes later than a week.
inline constexpr std::int64_t kGrowthStepMs = 10 * 60'000;
inline constexpr std::int64_t kGrowthSteps = 7 * 24 * 6;
constexpr std::int64_t growth_step(std::int64_t since_end_ms) {
  return std::clamp<std::int64_t>(since_end_ms / kGrowthStepMs, 0, kGrowthSteps);
}

using Sums = std::array<std::int64_t, kSums>;
using HalfSums = std::array<Sums, kHalves>;

}  // namespace nigiwai::insight
