#include "social/listening/nab_score.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

constexpr std::size_t kRows = 10'000;  // probation: 750
const std::vector<NabWindow> kWindows{{1000, 1099}, {5000, 5099}};

double standard(const std::vector<std::size_t>& flags) {
  return nab_score(kRows, kWindows, flags).standard();
}

TEST(NabScore, IsAHundredForEveryWindowAtItsFirstRow) { EXPECT_DOUBLE_EQ(standard({1000, 5000}), 100); }

TEST(NabScore, IsNothingForNeverAFlag) { EXPECT_DOUBLE_EQ(standard({}), 0); }

TEST(NabScore, TakesTheFirstFlagOfAWindowAndLeavesTheOthers) {
  EXPECT_DOUBLE_EQ(standard({1000, 1040, 1099, 5000}), 100);
}

TEST(NabScore, GivesTheMiddleOfAWindowWhatTheSigmoidSays) {
  // Row 1050 stands 50 of 100 before the right edge: (2 / (1 + e^-2.5) - 1) / (2 / (1 + e^-5) - 1) = 0.85975.
  EXPECT_NEAR(nab_score(kRows, kWindows, std::vector<std::size_t>{1050}).raw, 0.85975 - 1, 1e-4);
}

TEST(NabScore, ChargesAFalseAlarmByItsDistance) {
  // Before the first window, and far behind the last: all of 0.11.
  EXPECT_NEAR(nab_score(kRows, kWindows, std::vector<std::size_t>{800}).raw, -2.11, 1e-9);
  EXPECT_NEAR(nab_score(kRows, kWindows, std::vector<std::size_t>{9000}).raw, -2.11, 1e-9);
  // One row behind a window of 100: 0.11 * (2 / (1 + e^(5/99)) - 1) = -0.002777.
  EXPECT_NEAR(nab_score(kRows, kWindows, std::vector<std::size_t>{1100}).raw, -2.002777, 1e-5);
}

TEST(NabScore, LooksAwayInProbation) {
  EXPECT_EQ(nab_probation(10'000), 750u);
  EXPECT_EQ(nab_probation(1'000), 150u);
  const auto score = nab_score(kRows, kWindows, std::vector<std::size_t>{0, 749});
  EXPECT_EQ(score.false_alarms, 0u);
  EXPECT_EQ(nab_score(kRows, kWindows, std::vector<std::size_t>{750}).false_alarms, 1u);
}

TEST(NabScore, AddsUpOverSeries) {
  auto both = nab_score(kRows, kWindows, std::vector<std::size_t>{1000, 5000});
  both += nab_score(kRows, kWindows, std::vector<std::size_t>{});
  EXPECT_DOUBLE_EQ(both.standard(), 50);
  EXPECT_EQ(both.found, 2u);
}

}  // namespace
}  // namespace nigiwai::social
