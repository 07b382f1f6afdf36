#include "show/learning/cue_results.h"

#include <gtest/gtest.h>

namespace nigiwai::show {
namespace {

using std::chrono::seconds;

Cue cue(const char* id, int planned_s) {
  return {.id = id, .text = {.title = id, .length = seconds(planned_s)}};
}

TEST(CueResults, AMomentBelongsToTheCueThatRan) {
  const std::vector<Cue> sheet{cue("open", 60), cue("lip", 120)};
  const std::vector<CueStart> starts{{"open", "open", Milliseconds(5'000)},
                                     {"lip", "lip", Milliseconds(65'000)}};
  const auto results = results_by_cue(sheet, starts, Milliseconds(300'000),
                                      {.orders = {1'000, 64'999, 65'000, 300'000}, .saves = {70'000}});
  ASSERT_EQ(results.cues.size(), 2u);
  EXPECT_EQ(results.cues[0].lasted, Milliseconds(60'000));
  EXPECT_EQ(results.cues[0].orders, 1);
  EXPECT_EQ(results.cues[1].lasted, Milliseconds(235'000));
  EXPECT_EQ(results.cues[1].orders, 2) << "the moment of its beginning, and the last of the show";
  EXPECT_EQ(results.cues[1].saves, 1);
  EXPECT_EQ(results.outside.orders, 1);
}

TEST(CueResults, ACueThatRanTwiceCountsOnce) {
  const std::vector<CueStart> starts{
      {"a", "A", Milliseconds(0)}, {"b", "B", Milliseconds(10'000)}, {"a", "A", Milliseconds(30'000)}};
  const auto results = results_by_cue(std::vector<Cue>{cue("a", 10), cue("b", 20)}, starts,
                                      Milliseconds(40'000), {.questions = {5'000, 35'000}});
  EXPECT_EQ(results.cues[0].lasted, Milliseconds(20'000));
  EXPECT_EQ(results.cues[0].started, Milliseconds(0));
  EXPECT_EQ(results.cues[0].questions, 2);
}

TEST(CueResults, TellsWhatWasLeftOutAndWhatLeftTheSheet) {
  const auto results =
      results_by_cue(std::vector<Cue>{cue("kept", 10)},
                     std::vector<CueStart>{{"gone", "Gone", Milliseconds(0)}}, Milliseconds(9'000), {});
  ASSERT_EQ(results.cues.size(), 2u);
  EXPECT_FALSE(results.cues[0].started.has_value());
  EXPECT_EQ(results.cues[1].title, "Gone");
  EXPECT_FALSE(results.cues[1].planned.has_value());
}

TEST(CueResults, WithoutCuesAllIsOutside) {
  EXPECT_EQ(results_by_cue({}, {}, Milliseconds(1'000), {.orders = {0, 1'000}}).outside.orders, 2);
}

}  // namespace
}  // namespace nigiwai::show
