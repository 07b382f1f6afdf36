#include "outbox/schedule.h"

#include <gtest/gtest.h>

namespace nigiwai::outbox {
namespace {

using namespace std::chrono_literals;

TEST(Schedule, DoublesFromHalfAMinuteToAnHour) {
  EXPECT_EQ(delay_after(1), 30s);
  EXPECT_EQ(delay_after(2), 60s);
  EXPECT_EQ(delay_after(7), 32min);
  EXPECT_EQ(delay_after(8), 1h);
  EXPECT_EQ(delay_after(2'000'000'000), 1h);
}

TEST(Schedule, PausesShortlyForAServerThatIsAway) {
  EXPECT_EQ(pause_after(1), 1s);
  EXPECT_EQ(pause_after(4), 8s);
  EXPECT_EQ(pause_after(500), 2min);
}

TEST(Schedule, GivesUpAfterThreeDaysAndNotBefore) {
  const WallTime due{1'795'000'000'000ms};
  auto now = due;
  int failures = 0;
  while (true) {
    const auto next = next_try(due, ++failures, now);
    if (!next) break;
    EXPECT_GT(*next, now);
    now = *next;
    ASSERT_LT(failures, 200);
  }
  EXPECT_LT(now - due, kGivenUpAfter);
  EXPECT_GE(now - due, kGivenUpAfter - kLongestDelay);
  EXPECT_GT(failures, 70);
}

TEST(Schedule, IsStaleByTheClockAlone) {
  const WallTime due{1'795'000'000'000ms};
  EXPECT_FALSE(is_stale(due, due + kGivenUpAfter - 1ms));
  EXPECT_TRUE(is_stale(due, due + kGivenUpAfter));
}

}  // namespace
}  // namespace nigiwai::outbox
