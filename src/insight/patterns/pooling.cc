#include "insight/patterns/pooling.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nigiwai::insight {
namespace {

constexpr double kDeviates = 1.2815515655446004;  // of kInterval
constexpr std::size_t kSpreads = 30;              // that are averaged over, up to three times the prior

// How well a spread explains the levels, as a logarithm.
double fits(double spread, std::span<const Estimate> levels, double prior) {
  auto sum = -spread * spread / (2 * prior * prior);
  for (const auto& level : levels) {
    const auto variance = level.error * level.error + spread * spread;
    sum -= 0.5 * (std::log(variance) + level.value * level.value / variance);
  }
  return sum;
}

}  // namespace

std::vector<Pooled> pooled(std::span<const Estimate> levels, double prior) {
  std::array<double, kSpreads> spreads{}, weights{};
  for (std::size_t at = 0; at < kSpreads; ++at) {
    spreads[at] = 3 * prior * (static_cast<double>(at) + 0.5) / kSpreads;
    weights[at] = fits(spreads[at], levels, prior);
  }
  const auto highest = *std::ranges::max_element(weights);
  double whole = 0;
  for (auto& weight : weights) whole += weight = std::exp(weight - highest);
  std::vector<Pooled> all;
  for (const auto& level : levels) {
    const auto noise = level.error * level.error;
    double mean = 0, square = 0;
    for (std::size_t at = 0; at < kSpreads; ++at) {
      const auto kept = spreads[at] * spreads[at] / (spreads[at] * spreads[at] + noise);
      mean += weights[at] / whole * kept * level.value;
      square += weights[at] / whole * (kept * noise + kept * kept * level.value * level.value);
    }
    const auto reach = kDeviates * std::sqrt(std::max(0.0, square - mean * mean));
    all.push_back({.value = mean, .low = mean - reach, .high = mean + reach});
  }
  return all;
}

}  // namespace nigiwai::insight
