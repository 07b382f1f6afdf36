#include "show/fans/show_facts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nigiwai::show {
namespace {

ShowFacts made(std::string id, std::int64_t sales, std::int64_t viewers) {
  ShowFacts show{.id = std::move(id)};
  show.sales = sales;
  show.viewers = viewers;
  return show;
}

TEST(ShareOf, IsAlikeForAllInTheCastAndRoundedDown) {
  EXPECT_EQ(share_of(1000, 1), 1000);
  EXPECT_EQ(share_of(1000, 3), 333);
  EXPECT_EQ(share_of(1000, 0), 0);
}

RC_GTEST_PROP(ShareOf, NeverAddsUpToMoreThanWasSold, ()) {
  const auto sales = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  const auto cast = *rc::gen::inRange<std::size_t>(1, 20);
  RC_ASSERT(share_of(sales, cast) * static_cast<std::int64_t>(cast) <= sales);
}

TEST(BestOf, RanksByTheFigureAskedForAndLeavesOutNothing) {
  const auto sold = best_of({made("a", 10, 5), made("b", 30, 1), made("c", 0, 9)}, RankBy::kSales, 10);
  ASSERT_EQ(sold.size(), 2U);
  EXPECT_EQ(sold[0].id, "b");
  const auto seen = best_of({made("a", 10, 5), made("b", 30, 1), made("c", 0, 9)}, RankBy::kViewers, 1);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].id, "c");
}

TEST(UsualOf, IsTheMedianOfWhatIsKnown) {
  EXPECT_FALSE(usual_of({}).has_value());
  auto first = made("a", 0, 0);
  first.length = Milliseconds(60'000);
  first.products = 3;
  first.theme = "how_to";
  first.intents = {0, 2, 0, 0, 0};
  auto second = first;
  second.length = Milliseconds(120'000);
  second.products = 9;
  second.first_pin = Milliseconds(5'000);
  second.theme = "free";
  auto third = second;
  third.length = std::nullopt;
  third.products = 5;
  const auto usual = usual_of({first, second, third});
  ASSERT_TRUE(usual.has_value());
  EXPECT_EQ(usual->length, Milliseconds(60'000));
  EXPECT_EQ(usual->first_pin, Milliseconds(5'000));
  EXPECT_EQ(usual->products, 5);
  EXPECT_EQ(usual->theme, "free");
  EXPECT_EQ(usual->intents[1], 2);
  EXPECT_EQ(usual->shows, 3U);
}

}  // namespace
}  // namespace nigiwai::show
