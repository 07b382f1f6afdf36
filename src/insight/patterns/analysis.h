// What goes with success in a team's past shows: every factor against every figure. Pure.
//
// "Goes with" is all that a history can say: shows at nine may sell more because of the hour, or because the
// best products were kept for it. What is found is a reason to try it again on purpose.
#pragma once

#include "insight/patterns/figure.h"
#include "insight/patterns/judging.h"
#include "insight/patterns/pooling.h"

namespace nigiwai::insight {

// From so many shows on, a measure (products, length, first pin) that moves a figure by half a deviation for
// each of its own is found at least four times in five (tests/simulation/pattern_power.cc). A difference of half a deviation
// between two halves of the shows needs about two hundred.
inline constexpr std::size_t kSoundShows = 60;
inline constexpr std::size_t kMostEvidence = 12;  // shows named behind a level: one reads no more

// An effect as it is told: of the usual value, and in the figure's unit.
struct Effect {
  double relative = 0;  // 0.18: 18 % above the usual; 0 where nothing is usual
  double absolute = 0;
};

struct LevelAnswer {
  std::string key{};
  std::size_t shows = 0;   // of this level
  std::size_t others = 0;  // known shows beside it
  Effect effect{}, low{}, high{};
  std::size_t above = 0;  // of the shows in evidence, the first so many, that are above the team's mean
  std::vector<std::string> evidence{};  // ids, those with the highest figure first, kMostEvidence at most
};

struct FactorAnswer {
  Factor factor = Factor::kTheme;
  bool ordered = false;
  std::optional<Unjudged> unjudged{};
  std::size_t known = 0;  // shows
  double adjusted = 1;    // p, among all questions
  bool found = false;
  std::size_t finding = 0;  // in `levels`, where found
  std::vector<LevelAnswer> levels{};
};

enum class FigureState { kNoShows, kTooFewShows, kAllEqual, kEnough };
std::string_view to_text(FigureState state);  // "no_shows", "too_few_shows", "all_equal", "enough"

struct FigureAnswer {
  FigureState state = FigureState::kNoShows;
  std::size_t known = 0;          // shows with this figure
  std::optional<double> usual{};  // in its unit; the team's mean on the figure's scale
  std::vector<FactorAnswer> factors{};
};

// By figure, as figure_kinds() has them.
std::vector<FigureAnswer> analysed(std::span<const PastShow> shows);

}  // namespace nigiwai::insight
