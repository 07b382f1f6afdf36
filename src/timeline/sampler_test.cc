#include "timeline/sampler.h"

#include <gtest/gtest.h>

namespace nigiwai::timeline {
namespace {

TEST(Sampler, LetsAReadableRoomThroughWhole) {
  Sampler sampler;
  SteadyTime now{};
  for (int tick = 0; tick < 600; ++tick, now += Milliseconds(500)) EXPECT_EQ(sampler.allow(4, 8, now), 4U);
}

TEST(Sampler, HoldsABusyRoomToTheRateAfterItsBurst) {
  Sampler sampler;
  SteadyTime now{};
  std::size_t shown = 0;
  for (int tick = 0; tick < 100; ++tick, now += Milliseconds(100)) shown += sampler.allow(10, 8, now);
  EXPECT_NEAR(static_cast<double>(shown), 16 + 8 * 9.9, 1);
}

TEST(Sampler, LeavesNothingOutWhenItIsOff) {
  Sampler sampler;
  EXPECT_EQ(sampler.allow(1000, 0, SteadyTime{}), 1000U);
}

TEST(Sampler, ShowsSomethingAtTheSlowestRateToo) {
  Sampler sampler;
  SteadyTime now{};
  std::size_t shown = 0;
  for (int tick = 0; tick < 100; ++tick, now += Milliseconds(100)) shown += sampler.allow(5, 0.2, now);
  EXPECT_EQ(shown, 2U);  // one at once, one after five seconds
}

TEST(Sampler, PicksJustAsManyAndSpreadsThem) {
  for (std::size_t lines = 1; lines < 40; ++lines) {
    for (std::size_t allowed = 0; allowed <= lines; ++allowed) {
      std::size_t picked = 0;
      for (std::size_t i = 0; i < lines; ++i) picked += is_sampled(i, lines, allowed) ? 1 : 0;
      EXPECT_EQ(picked, allowed) << lines;
    }
  }
  EXPECT_FALSE(is_sampled(0, 10, 2));
  EXPECT_TRUE(is_sampled(4, 10, 2));
  EXPECT_TRUE(is_sampled(9, 10, 2));
}

}  // namespace
}  // namespace nigiwai::timeline
