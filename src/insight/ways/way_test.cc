#include "insight/ways/way.h"

#include <gtest/gtest.h>

#include "insight/visits/book.h"

namespace nigiwai::insight {
namespace {

TEST(ByOf, KnowsEachByItsName) {
  for (const auto by : {By::kWay, By::kPost, By::kChannel, By::kCampaign, By::kStaff})
    EXPECT_EQ(by_of(to_text(by)), by);
  EXPECT_EQ(by_of("colour"), std::nullopt);
  EXPECT_EQ(by_of(""), std::nullopt);
}

TEST(LastBefore, IsTheLastLinkOfTheSevenDays) {
  constexpr std::int64_t kDay = 24 * 3'600'000, kCame = 100 * kDay;
  const std::vector<Touch> touches{{Cause::kPost, "p", kCame - 7 * kDay, 1},
                                   {Cause::kStaffLink, "minori", kCame - kDay, 2},
                                   {Cause::kFollow, "minori", kCame - 1}};
  EXPECT_EQ(last_before(touches, kCame)->link, 2) << "a follow is no link";
  EXPECT_EQ(last_before(touches, kCame - 2 * kDay)->link, 1);
  EXPECT_EQ(last_before(touches, kCame + 7 * kDay), nullptr);
  EXPECT_EQ(last_before({}, kCame), nullptr);
}

TEST(CampaignOf, IsTheFirstOfTheShowAndTheTime) {
  const std::vector<CampaignRun> campaigns{{"own", "autumn", 100, 200}, {"all", "", 0, 1'000}};
  const auto of = [&](std::string_view show, std::int64_t at) -> std::string {
    const auto* found = campaign_of(campaigns, show, at);
    return found == nullptr ? "" : found->id;
  };
  EXPECT_EQ(of("autumn", 100), "own");
  EXPECT_EQ(of("autumn", 200), "all") << "it is over";
  EXPECT_EQ(of("spring", 150), "all");
  EXPECT_EQ(of("", 999), "all") << "a link that leads to no show";
  EXPECT_EQ(of("autumn", 1'000), "");
}

TEST(CountsOf, CountsPeopleAsTheFiguresDo) {
  const auto buyer = counts_of(kViewed | kActed | kBought | kSaved);
  EXPECT_EQ(buyer.viewers + buyer.engaged + buyer.savers + buyer.buyers + buyer.buying_viewers, 5);
  const auto passing = counts_of(kActed | kBought);
  EXPECT_EQ(passing.buyers, 1);
  EXPECT_EQ(passing.viewers + passing.engaged + passing.buying_viewers, 0) << "did not watch for long enough";
}

TEST(CvrOf, IsNothingWhereNobodyCame) {
  EXPECT_EQ(cvr_of({.viewers = 8, .buyers = 3, .buying_viewers = 2}), 0.25);
  EXPECT_EQ(cvr_of({.buyers = 1}), std::nullopt);
}

TEST(ToldApart, SumsUpWhatIsTooSmall) {
  const auto apart = told_apart({{"post", {.viewers = 12, .orders = 2, .placed = 300, .clicks = 30}},
                                 {"staff", {.viewers = 40, .clicks = 0}},
                                 {"block", {.viewers = 9, .orders = 1, .placed = 100, .clicks = 4}},
                                 {"viewers", {.buyers = 1, .orders = 1, .placed = 50}}},
                                10);
  ASSERT_EQ(apart.told.size(), 2U);
  EXPECT_EQ(apart.told[0].of, "staff");
  EXPECT_EQ(apart.told[1].of, "post");
  EXPECT_EQ(apart.told[1].counts.clicks, 30);
  EXPECT_EQ(apart.others.viewers, 9);
  EXPECT_EQ(apart.others.orders, 2);
  EXPECT_EQ(apart.others.placed, 150);
  EXPECT_EQ(apart.others.clicks, 4);
  EXPECT_EQ(told_apart({}, 10).others.clicks, std::nullopt);
}

TEST(ToldApart, TellsSoManyAndNoMore) {
  std::map<std::string, WayCounts, std::less<>> posts;
  for (int i = 0; i < 40; ++i) posts["p" + std::to_string(i)] = {.viewers = 10 + i};
  const auto apart = told_apart(posts, 10);
  EXPECT_EQ(apart.told.size(), kMostGroups);
  EXPECT_EQ(apart.told.back().counts.viewers, 20);
  EXPECT_EQ(apart.others.viewers, 145) << "10 to 19";
}

}  // namespace
}  // namespace nigiwai::insight
