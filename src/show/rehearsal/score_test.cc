#include "show/rehearsal/score.h"

#include <gtest/gtest.h>

namespace nigiwai::show {
namespace {

using namespace std::chrono_literals;

ShowRun run_of(std::vector<CueTimed> cues) { return {.length = 600s, .cues = std::move(cues)}; }

TEST(Score, ARunWithoutAnythingHasNoPoints) {
  const auto score = score_of({.length = 600s}, nullptr);
  EXPECT_FALSE(score.answers);
  EXPECT_FALSE(score.timing);
  EXPECT_FALSE(score.pace);
  EXPECT_FALSE(score.whole);
}

TEST(Score, QuestionsTooLateToBeAnsweredDoNotCountUnlessTheyWere) {
  const ShowRun run{.length = 600s, .questions = {{10s, 40s}, {20s, {}}, {560s, {}}, {570s, 580s}}};
  const auto answers = answers_of(run);
  EXPECT_EQ(answers.asked, 3);
  EXPECT_EQ(answers.answered, 2);
  EXPECT_EQ(answers.wait, 30s);  // of 10 and 30, the upper
  EXPECT_EQ(score_of(run, nullptr).answers, 67);
}

TEST(Score, TimingIsWeightedByThePlannedLength) {
  // 300 s kept wholly, 100 s of 100 missed by half, 100 s never started: (300 + 50 + 0) / 500.
  const auto run = run_of({{"a", "A", 300s, 300s}, {"b", "B", 100s, 150s}, {"c", "C", 100s, {}}});
  EXPECT_EQ(score_of(run, nullptr).timing, 70);
}

TEST(Score, ACueTwiceAsLongAsPlannedHasNoPointsAndNoneIsBelowNothing) {
  EXPECT_EQ(score_of(run_of({{"a", "A", 60s, 120s}}), nullptr).timing, 0);
  EXPECT_EQ(score_of(run_of({{"a", "A", 60s, 500s}}), nullptr).timing, 0);
}

TEST(Score, PaceIsTheRatioToTheOriginalEitherWay) {
  const ShowRun original{.length = 1200s, .pins = 8};  // 4 in ten minutes
  EXPECT_EQ(score_of({.length = 600s, .pins = 4}, &original).pace, 100);
  EXPECT_EQ(score_of({.length = 600s, .pins = 2}, &original).pace, 50);
  EXPECT_EQ(score_of({.length = 600s, .pins = 8}, &original).pace, 50);
  EXPECT_EQ(score_of({.length = 600s, .pins = 0}, &original).pace, 0);
  EXPECT_FALSE(score_of({.length = 30s, .pins = 1}, &original).pace);
  const ShowRun silent{.length = 1200s};
  EXPECT_FALSE(score_of({.length = 600s, .pins = 4}, &silent).pace);
}

TEST(Score, TheWholeIsTheMeanOfWhatIsKnown) {
  const ShowRun original{.length = 600s, .pins = 4};
  const ShowRun run{.length = 600s, .questions = {{0s, 10s}}, .cues = {{"a", "A", 60s, 90s}}, .pins = 2};
  const auto score = score_of(run, &original);
  EXPECT_EQ(score.answers, 100);
  EXPECT_EQ(score.timing, 50);
  EXPECT_EQ(score.pace, 50);
  EXPECT_EQ(score.whole, 67);
}

}  // namespace
}  // namespace nigiwai::show
