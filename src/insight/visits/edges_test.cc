// What does not come as it should: clocks that jump, events out of the show's range, twice, late, or of
// nobody.
#include <gtest/gtest.h>

#include "insight/curve/curve.h"
#include "insight/figures/figures.h"
#include "insight/sips/sips.h"
#include "insight/test_support.h"

namespace nigiwai::insight {
namespace {

class EdgesTest : public InsightTest {
 protected:
  json::value of(const std::string& show, std::string_view definition, Half half = Half::kTogether) {
    read_all();
    const auto tallies = tally_of(*kept_, std::vector{show});
    return to_json(tallies[static_cast<std::size_t>(half)], *definition_called(definition)).at("value");
  }
  void expect_no_rate_of_nothing(const std::string& show) {
    read_all();
    for (const auto& [name, figure] : figures_json(tally_of(*kept_, std::vector{show}), {})) {
      const auto& told = figure.as_object();
      if (told.at("denominator").is_null() || told.at("denominator").as_int64() != 0) continue;
      EXPECT_TRUE(told.at("value").is_null()) << name;
    }
  }
};

TEST_F(EdgesTest, AShowWithoutViewersHasCountsOfNoneAndNoRates) {
  const auto show = on_air();
  expect_no_rate_of_nothing(show);
  EXPECT_EQ(of(show, "viewers"), 0);
  EXPECT_EQ(of(show, "cvr"), nullptr);
  EXPECT_EQ(of("never-made", "gmv"), 0);
  EXPECT_EQ(curve_json(*kept_, show, Milliseconds(60'000))->at("steps").as_uint64(), 0U);
  EXPECT_EQ(stages_json(*kept_, show).at("viewers").as_int64(), 0);
  EXPECT_TRUE(products_json(*kept_, show).at("items").as_array().empty());
}

TEST_F(EdgesTest, WhatIsPlayedPastTheEndOrBeforeTheBeginningCountsAsLongAsTheShowIs) {
  const auto show = on_air();
  ASSERT_TRUE(step(show, show::Step::kEnd).has_value());  // 60 s long
  clock_.advance(std::chrono::hours(1));
  plays(show, "v1", -5'000, 300'000);
  plays(show, "v1", 40'000, 20'000);
  EXPECT_EQ(of(show, "watch_time"), 60'000);
  const auto curve = curve_json(*kept_, show, Milliseconds(10'000));
  ASSERT_TRUE(curve.has_value());
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(curve->at("archive").at("watching").at(i), 1.0) << i;
}

TEST_F(EdgesTest, APassNeverCountsMoreThanTheShowHoweverOftenItIsTold) {
  const auto show = on_air();
  ASSERT_TRUE(step(show, show::Step::kEnd).has_value());
  clock_.advance(std::chrono::hours(1));
  for (int i = 0; i < 50; ++i) plays(show, "v1", 0, 10'000);
  EXPECT_EQ(of(show, "watch_time"), 60'000);
  EXPECT_EQ(of(show, "views"), 1);
  clock_.advance(std::chrono::minutes(31));
  plays(show, "v1", 0, 10'000);
  EXPECT_EQ(of(show, "watch_time"), 70'000) << "after half an hour it is another pass";
  EXPECT_EQ(of(show, "views"), 2);
  EXPECT_EQ(of(show, "viewers"), 1);
}

TEST_F(EdgesTest, AClockThatJumpsBackMakesNoTimeUndone) {
  const auto show = on_air();
  plays(show, "v1", 0, 30'000);
  clock_.advance(-std::chrono::hours(5));
  plays(show, "v1", 30'000, 40'000);
  does(show, "v1", {.kind = "heart.given", .data = {{"count", 1}}});
  EXPECT_EQ(of(show, "watch_time"), 30'000) << "the show had not begun by that clock";
  clock_.advance(std::chrono::hours(5));
  plays(show, "v1", 40'000, 50'000);
  EXPECT_EQ(of(show, "watch_time"), 50'000);
  EXPECT_EQ(of(show, "views"), 1);
}

TEST_F(EdgesTest, AnEndThatIsStillToComeEndsTheLiveHalfAllTheSame) {
  const auto show = on_air();
  ASSERT_TRUE(step(show, show::Step::kEnd).has_value());
  clock_.advance(-std::chrono::seconds(30));  // as in a recording that was brought in as of now
  plays(show, "v1", 0, 10'000);
  EXPECT_EQ(of(show, "views", Half::kLive), 0);
  EXPECT_EQ(of(show, "views", Half::kArchive), 1);
}

TEST_F(EdgesTest, ARefundOfAnOrderInTwoShowsCountsOnceAndNeverBelowNothing) {
  const auto first = on_air();
  const auto second = on_air();
  orders(first, "v1", "A", {{"lip", 2'000}});
  orders(second, "v1", "A", {{"oil", 1'000}});
  becomes(first, "order.paid", "A");
  becomes(second, "order.paid", "A");
  becomes(first, "order.refunded", "A", 1'500);
  becomes(second, "order.refunded", "A", 1'500);
  EXPECT_EQ(of(first, "net_sales"), 1'000);
  EXPECT_EQ(of(second, "net_sales"), 500);
  clock_.advance(std::chrono::hours(24 * 90));
  becomes(first, "order.refunded", "A", 9'000);
  EXPECT_EQ(of(first, "net_sales"), 0) << "also long after the show";
  EXPECT_EQ(of(first, "gmv"), 2'000);
}

TEST_F(EdgesTest, WhatIsOrderedElsewhereIsInfluencedWithinTheWindowThatIsAskedFor) {
  const auto first = on_air();
  const auto second = on_air();
  sees(first, "v1", "lip");
  const auto seen_at = clock_.wall();
  int order = 0;
  for (const int day : {14, 30, 90}) {  // each at the end of a window, and again just past it
    clock_.advance(seen_at + std::chrono::hours(24 * day) - clock_.wall());
    orders(second, "v1", "O" + std::to_string(order++), {{"lip", 1'000}});
    clock_.advance(Milliseconds(1));
    orders(second, "v1", "O" + std::to_string(order++), {{"lip", 1'000}});
  }
  EXPECT_EQ(of(first, "influenced_14_days"), 1'000);
  EXPECT_EQ(of(first, "influenced_sales"), 3'000) << "thirty days";
  EXPECT_EQ(of(first, "influenced_90_days"), 5'000);
  EXPECT_EQ(of(second, "influenced_90_days"), 0) << "what is ordered in its own player is no influence";
  auto rows = kept_->query("SELECT sum(amount) FROM sales WHERE show = ? AND how = 'influenced'", first);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 3'000) << "the view has our window";
}

TEST_F(EdgesTest, OrdersOfAnotherShopCountWithAndWithoutAViewerAndFollowTheirState) {
  const auto show = on_air();
  const auto external = [&](const char* id, const char* state, const char* kind) {
    write(show, 5'000,
          {.kind = kind,
           .data = {{"order", id},
                    {"state", state},
                    {"total", {{"amount", 4'000}, {"currency", "JPY"}}},
                    {"pieces", 4},
                    {"products", json::array{"lip", "oil"}},
                    {"lines", json::array{json::object{{"product", "lip"}, {"quantity", 3}},
                                          json::object{{"product", "oil"}, {"quantity", 1}}}}}});
  };
  external("E1", "placed", "order.external");
  EXPECT_EQ(of(show, "orders"), 1);
  EXPECT_EQ(of(show, "buyers"), 0) << "told of nobody we know";
  EXPECT_EQ(of(show, "net_sales"), 0);
  external("E1", "shipped", "order.external_changed");
  EXPECT_EQ(of(show, "net_sales"), 4'000);
  const auto products = products_json(*kept_, show);
  EXPECT_EQ(products.at("items").at(0).at("gmv"), 3'000) << "by the pieces of each";
  external("E1", "refunded", "order.external_changed");
  EXPECT_EQ(of(show, "net_sales"), 0);
}

TEST_F(EdgesTest, ARehearsalAndTheStaffAreNobodysAudience) {
  const auto show = on_air();
  write(show, 0, {.kind = "chat.posted", .text = "こんばんは"});
  EXPECT_EQ(of(show, "chats"), 0);
  ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                t.db().run("UPDATE show SET state = 'rehearsing' WHERE id = ?", show);
                return true;
              }).has_value());
  const auto again = fresh();
  JournalReading reading(*again);
  does(show, "v1", {.kind = "chat.posted", .text = "練習"});
  while (reading.read_span(*reader_) > 0) {
  }
  EXPECT_EQ(again->query("SELECT 1 FROM watcher").next(), false);
}

TEST_F(EdgesTest, DataOfAnotherVersionCountsAsNothing) {
  const auto show = on_air();
  for (const auto* kind :
       {"play.span", "heart.given", "product.seen", "order.placed", "order.refunded", "seek"})
    does(show, "v1",
         {.kind = kind, .data = {{"from", "soon"}, {"count", -3}, {"product", 7}, {"order", nullptr}}});
  EXPECT_EQ(of(show, "watch_time"), 0);
  EXPECT_EQ(of(show, "hearts"), 0);
  EXPECT_EQ(of(show, "orders"), 0);
  expect_no_rate_of_nothing(show);
}

}  // namespace
}  // namespace nigiwai::insight
