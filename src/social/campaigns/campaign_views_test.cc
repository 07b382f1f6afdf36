#include "social/campaigns/campaign_views.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

using std::chrono::hours;
const WallTime kBegin{Milliseconds(1'800'000'000'000)};

TEST(CampaignEffect, IsReadBesideLikeTimes) {
  const Campaign campaign{.starts_at = kBegin, .ends_at = kBegin + hours(10 * 24)};
  EXPECT_FALSE(periods_of(campaign, kBegin));
  const auto early = periods_of(campaign, kBegin + hours(1));
  ASSERT_TRUE(early);
  EXPECT_EQ(early->during, (Period{kBegin, kBegin + hours(1)}));
  EXPECT_EQ(early->before, (Period{kBegin - hours(240), kBegin}));
  EXPECT_FALSE(early->after) << "it is not over";
  EXPECT_EQ(early->like.from, kBegin - hours(14 * 24)) << "two weeks earlier: ten days fit before it began";
  EXPECT_LE(early->like.until, kBegin);
  EXPECT_FALSE(periods_of(campaign, kBegin + hours(15 * 24))->after)
      << "the same time after it has not passed";
  const auto late = periods_of(campaign, kBegin + hours(21 * 24));
  EXPECT_EQ(late->after, (Period{kBegin + hours(240), kBegin + hours(480)}));
}

TEST(CampaignEffect, OfAnHourIsReadBesideTheSameHourAWeekEarlier) {
  const Campaign campaign{.starts_at = kBegin, .ends_at = kBegin + hours(2)};
  EXPECT_EQ(periods_of(campaign, kBegin + hours(1))->like,
            (Period{kBegin - hours(168), kBegin - hours(166)}));
}

}  // namespace
}  // namespace nigiwai::social
