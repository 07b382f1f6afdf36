#include "social/recommending/taste.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nigiwai::social {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 8> kWeights{{
    {"product.seen", 1'000},  // watched it being shown
    {"product.opened", 2'000},
    {"product.looked", 2'000},
    {"heart.given", 2'500},
    {"question.asked", 4'000},
    {"product.saved", 5'000},
    {"order.placed", 8'000},
    {"order.external", 8'000},
}};

double half_lives(Milliseconds time) {
  return static_cast<double>(time.count()) / static_cast<double>(Milliseconds(kHalfLife).count());
}

}  // namespace

std::int64_t weight_of(std::string_view kind) {
  const auto found = std::ranges::find(kWeights, kind, &std::pair<std::string_view, std::int64_t>::first);
  return found == kWeights.end() ? 0 : found->second;
}

double faded(const Score& score, WallTime now) {
  return static_cast<double>(score.value) * std::exp2(-half_lives(std::max(now - score.at, Milliseconds(0))));
}

Score with(const Score& score, std::int64_t more, WallTime now) {
  // A clock that was set back takes nothing away.
  const auto at = std::max(now, score.at);
  return {std::llround(faded(score, at)) + more, at};
}

std::int64_t rank_of(const Score& score) {
  const auto doublings = std::log2(static_cast<double>(std::max<std::int64_t>(score.value, 1)));
  return std::llround(1e6 * (doublings + half_lives(score.at.time_since_epoch())));
}

double near(double together, double liked, double liked_other) {
  return together / (std::sqrt(liked * liked_other) + kShrink);
}

}  // namespace nigiwai::social
