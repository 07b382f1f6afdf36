// What a review is told, on a real journal and the figures kept behind it.
#include "insight/reviews/review_counts.h"

#include <gtest/gtest.h>

#include "insight/figures/figures.h"
#include "insight/test_support.h"
#include "show/plan.h"

namespace nigiwai::insight {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class ReviewCountsTest : public InsightTest {
 protected:
  std::string held() {
    const auto show = on_air();
    EXPECT_TRUE(step(show, show::Step::kEnd).has_value());
    return show;
  }
  void asks(const std::string& show, const std::string& viewer = "v1") {
    does(show, viewer, {.kind = "question.asked", .text = "落ちませんか"});
  }
  show::FigureResult figure(const std::string& show, std::string_view name) {
    read_all();
    const auto results = review_results(*kept_, *reader_, show, clock_.wall());
    const auto found = std::ranges::find(results.figures, name, &show::FigureResult::figure);
    EXPECT_NE(found, results.figures.end()) << name;
    return *found;
  }
  void target(const std::string& show, const std::string& figure, std::int64_t target) {
    ASSERT_TRUE(run<show::Plan>([&](store::Transaction& t) {
                  return show::write_plan(t, show, {.theme = "how_to", .targets = {{figure, target}}}, {});
                }).has_value());
  }
};

TEST(Median, IsTheMiddle) {
  EXPECT_EQ(median({}), std::nullopt);
  EXPECT_EQ(median({7}), 7);
  EXPECT_EQ(median({9, 1, 5}), 5);
  EXPECT_EQ(median({4, 1}), 2) << "between two, rounded down";
}

TEST_F(ReviewCountsTest, EveryShowIsCountedForAsLongAfterItsEnd) {
  const auto first = held();
  clock_.advance(hours(2));
  asks(first);  // two hours after its end
  const auto second = held();
  asks(second);
  clock_.advance(hours(1));
  EXPECT_EQ(figure(second, "questions").value, 1);
  EXPECT_EQ(figure(second, "questions").last, 0) << "within its first hour nobody asked";
  clock_.advance(hours(2));
  EXPECT_EQ(figure(second, "questions").last, 1);
  EXPECT_EQ(figure(first, "questions").last, std::nullopt) << "there was none before";
  clock_.advance(hours(24 * 30));
  asks(second);
  EXPECT_EQ(figure(second, "questions").value, 1) << "a week after the end the review has its figures";
}

TEST_F(ReviewCountsTest, WithinAWeekTheySayWhatTheFiguresSay) {
  const auto show = on_air();
  target(show, "engagement", 500);
  plays(show, "v1", 0, 40'000);
  plays(show, "v2", 0, 20'000);
  asks(show, "v1");
  orders(show, "v1", "A", {{"lip", 2640}});
  EXPECT_TRUE(step(show, show::Step::kEnd).has_value());
  clock_.advance(minutes(95));
  plays(show, "v3", 0, 30'000);
  orders(show, "v3", "B", {{"lip", 2640}, {"oil", 3300}});
  becomes(show, "order.paid", "B");
  read_all();
  const auto now = tally_of(*kept_, std::vector{show});
  const auto then = tally_at_age(*kept_, show, minutes(95));
  for (const auto& definition : definitions()) {
    for (std::size_t half = 0; half < kHalves; ++half)
      EXPECT_EQ(to_json(then[half], definition), to_json(now[half], definition)) << definition.name << half;
  }
  EXPECT_EQ(figure(show, "viewers").value, 3);
  EXPECT_EQ(figure(show, "gmv").value, 8'580);
  EXPECT_EQ(figure(show, "cvr").value, 667) << "permille";
  EXPECT_EQ(figure(show, "archive_viewers").value, 1);
  EXPECT_EQ(figure(show, "engagement").target, 500);
  EXPECT_EQ(figure(show, "engagement").value, 333);
}

TEST_F(ReviewCountsTest, ToldAtAnAgeAShowIsAsItWasThen) {
  const auto show = on_air();
  plays(show, "v1", 0, 40'000);
  EXPECT_TRUE(step(show, show::Step::kEnd).has_value());
  std::vector<Tallies> as_it_was;
  for (int i = 0; i < 12; ++i) {
    clock_.advance(minutes(10));
    const auto viewer = "v" + std::to_string(i % 5);
    plays(show, viewer, 0, 30'000);
    if (i % 3 == 0) does(show, viewer, {.kind = "chat.posted", .text = "かわいい"});
    if (i % 4 == 0) orders(show, viewer, "O" + std::to_string(i), {{"lip", 2640}, {"oil", 3300}});
    read_all();
    as_it_was.push_back(tally_of(*kept_, std::vector{show}));
  }
  for (int i = 0; i < 12; ++i) {
    const auto then = tally_at_age(*kept_, show, minutes(10 * (i + 1)));
    for (std::size_t half = 0; half < kHalves; ++half) {
      EXPECT_EQ(then[half].sums, as_it_was[static_cast<std::size_t>(i)][half].sums) << i << " " << half;
      EXPECT_EQ(then[half].extras, as_it_was[static_cast<std::size_t>(i)][half].extras) << i << " " << half;
    }
  }
}

TEST_F(ReviewCountsTest, RatesSayNothingOfNothingAndNoShowIsNothingBeforeItIsRead) {
  const auto show = held();
  EXPECT_EQ(review_results(*kept_, *reader_, show, clock_.wall()).figures.front().value, std::nullopt);
  EXPECT_EQ(figure(show, "cvr").value, std::nullopt);
  EXPECT_EQ(figure(show, "aov").value, std::nullopt);
  EXPECT_EQ(figure(show, "orders").value, 0);
}

TEST_F(ReviewCountsTest, UsualIsTheMedianOfTheShowsBefore) {
  for (int asking = 0; asking < 7; ++asking) {
    const auto show = held();
    for (int i = 0; i < asking; ++i) asks(show);
  }
  const auto now = figure(held(), "questions");
  EXPECT_EQ(now.last, 6);
  EXPECT_EQ(now.usual, 4) << "of the last five, 2 to 6";
}

TEST_F(ReviewCountsTest, EveryFigureThatAPlanMayHaveATargetForIsCounted) {
  const auto show = on_air();
  plays(show, "v1", 0, 40'000);
  sees(show, "v1", "lip");
  orders(show, "v1", "A", {{"lip", 2640}});
  EXPECT_TRUE(step(show, show::Step::kEnd).has_value());
  for (const auto& each : show::target_figures()) {
    target(show, std::string(each.name), 1);
    EXPECT_TRUE(figure(show, each.name).value.has_value()) << each.name;
  }
}

}  // namespace
}  // namespace nigiwai::insight
