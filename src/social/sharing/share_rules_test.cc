#include "social/sharing/share_rules.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

using std::chrono::seconds;
const WallTime kBegan{Milliseconds(1'800'000'000'000)};

TEST(VerifiedArrival, HasPlayedForHalfAMinute) {
  Waiting arrival{.arrived_at = kBegan};
  EXPECT_FALSE(play(arrival, seconds(10), kBegan + seconds(10)));
  EXPECT_FALSE(play(arrival, seconds(10), kBegan + seconds(20)));
  EXPECT_TRUE(play(arrival, seconds(10), kBegan + seconds(30)));
}

TEST(VerifiedArrival, HasNotPlayedLongerThanItWasThere) {
  Waiting arrival{.arrived_at = kBegan};
  EXPECT_FALSE(play(arrival, seconds(3600), kBegan + seconds(1)));
  EXPECT_FALSE(play(arrival, seconds(3600), kBegan + seconds(5)));
  EXPECT_TRUE(play(arrival, seconds(3600), kBegan + seconds(28)));
}

TEST(VerifiedArrival, TookPartWithinADay) {
  const Waiting arrival{.arrived_at = kBegan};
  EXPECT_TRUE(verifies(arrival, "chat.posted", kBegan + seconds(3)));
  EXPECT_TRUE(verifies(arrival, "order.placed", kBegan + std::chrono::hours(23)));
  EXPECT_FALSE(verifies(arrival, "product.seen", kBegan + seconds(3)));
  EXPECT_FALSE(verifies(arrival, "chat.posted", kBegan + std::chrono::hours(25)));
  EXPECT_FALSE(verifies(arrival, "chat.posted", kBegan - seconds(3))) << "what was before it is not of it";
}

TEST(VerifiedArrival, StayedInView) {
  const Waiting arrival{.arrived_at = kBegan};
  EXPECT_FALSE(stayed(arrival, kBegan + seconds(5)));
  EXPECT_TRUE(stayed(arrival, kBegan + seconds(20)));
}

TEST(Flood, KnowsAHouseholdByItsNetwork) {
  EXPECT_EQ(flood_network("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(flood_network("::ffff:203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(flood_network("2001:db8:1:2ff::7"), flood_network("2001:db8:1:201::9"));
  EXPECT_NE(flood_network("2001:db8:1:2ff::7"), flood_network("2001:db8:1:3ff::7"));
}

}  // namespace
}  // namespace nigiwai::social
