#include "media/ingest/timestamps.h"

#include <gtest/gtest.h>

namespace nigiwai::media::ingest {
namespace {

TEST(Unwrapper, GoesOnWhereTheCounterStartsOver) {
  Unwrapper clock{32};
  EXPECT_EQ(clock.unwrap(0xfffffff0), 0xfffffff0);
  EXPECT_EQ(clock.unwrap(0x10), 0x100000010);
  EXPECT_EQ(clock.unwrap(0xfffffffa), 0xfffffffa) << "the other track may be a little behind";
  EXPECT_EQ(clock.unwrap(0x20), 0x100000020);
}

TEST(Unwrapper, FollowsAJump) {
  Unwrapper clock{33};
  EXPECT_EQ(clock.unwrap(900'000), 900'000);
  EXPECT_EQ(clock.unwrap(90'000), 90'000);
  EXPECT_EQ(clock.unwrap(9'000'000), 9'000'000);
}

TEST(Unwrapper, GoesBelowZeroWhenTheFirstValueWasJustAfterTheStart) {
  Unwrapper clock{33};
  EXPECT_EQ(clock.unwrap(5), 5);
  EXPECT_EQ(clock.unwrap((std::uint64_t{1} << 33) - 10), -10);
}

TEST(Unwrapper, NeverWalksSoFarThatSumsOverflow) {
  Unwrapper clock{32};
  std::uint64_t raw = 0;
  for (int i = 0; i < 10'000; ++i) {
    raw += 0x7fffffff;
    const std::int64_t value = clock.unwrap(raw);
    ASSERT_LE(value, std::int64_t{1} << 42);
    ASSERT_GE(value, 0);
  }
}

}  // namespace
}  // namespace nigiwai::media::ingest
