// Which questions have an answer: every factor against every figure, all looked at together. Pure.
//
// So many looks find something by chance. What each question found is therefore held against what the most
// striking of all questions finds when the shows' results are dealt out anew, kShuffles times (Freedman and
// Lane's permutation of what trend and cast leave, with the smallest p of Westfall and Young). A question
// with an adjusted p of kChance at most is a finding: of a hundred teams with whom nothing matters, four see
// any, and five is what is promised.
#pragma once

#include "insight/patterns/fit.h"

namespace nigiwai::insight {

inline constexpr std::size_t kShuffles = 999;
inline constexpr double kChance = 0.04;

struct Judgement {
  bool asked = false;        // the factor could be judged, and the figure varies
  double p = 1;              // of this question alone
  double adjusted = 1;       // among all; 1 where it is surely above kChance
  std::size_t contrast = 0;  // the one that stands out
  bool upwards = false;      // more of it goes with more of the figure
};

// By question and figure. The same for the same history.
std::vector<std::vector<Judgement>> judge(const Questions& questions, std::span<const Fit> figures);

}  // namespace nigiwai::insight
