// What a level is worth, shrunk towards the team's mean. Pure.
//
// A level of five shows lies far out by chance. Each level's own estimate is taken for a draw around the
// team's mean, whose spread between the levels is not known: it is averaged over, weighed by how well it
// explains all levels of the factor and by a half-normal prior (partial pooling; Gelman 2006). Few shows are
// pulled in far, and no interval has no width.
#pragma once

#include <span>
#include <vector>

namespace nigiwai::insight {

inline constexpr double kInterval = 0.8;  // how likely what is told lies inside

struct Estimate {
  double value = 0;  // against the team's mean
  double error = 0;  // standard
};
struct Pooled {
  double value = 0;
  double low = 0, high = 0;  // kInterval
};

// `prior`: the scale of the spread that is expected before looking; above 0.
std::vector<Pooled> pooled(std::span<const Estimate> levels, double prior);

}  // namespace nigiwai::insight
