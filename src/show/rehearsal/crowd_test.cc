#include "show/rehearsal/crowd.h"

#include <gtest/gtest.h>

#include <set>

namespace nigiwai::show {
namespace {

using namespace std::chrono_literals;

TEST(Crowd, CountsEachPersonOnceInEachStep) {
  const std::vector<PlayedSpan> spans{{"a", 0s, 5s}, {"a", 5s, 12s}, {"b", 9s, 10s}, {"b", 25s, 26s}};
  EXPECT_EQ(watching_curve(spans, 30s), (std::vector<std::int64_t>{2, 1, 1}));
}

TEST(Crowd, LeavesOutWhatLiesBehindTheEndOrGoesBackwards) {
  const std::vector<PlayedSpan> spans{{"a", 28s, 90s}, {"b", 9s, 9s}, {"c", 12s, 4s}, {"d", -5s, 5s}};
  EXPECT_EQ(watching_curve(spans, 30s), (std::vector<std::int64_t>{0, 0, 1}));
  EXPECT_TRUE(watching_curve(spans, 0s).empty());
}

TEST(Crowd, AViewerWhoWentBackIsNotCountedAgain) {
  const std::vector<PlayedSpan> spans{{"a", 0s, 30s}, {"a", 0s, 30s}};
  EXPECT_EQ(watching_curve(spans, 30s), (std::vector<std::int64_t>{1, 1, 1}));
}

TEST(Crowd, GivesAPersonOneNameAndManyPersonsMany) {
  EXPECT_EQ(stand_in_name("p1"), stand_in_name("p1"));
  std::set<std::string_view> names;
  for (int i = 0; i < 200; ++i) names.insert(stand_in_name("person-" + std::to_string(i)));
  EXPECT_GT(names.size(), 40U);
}

}  // namespace
}  // namespace nigiwai::show
