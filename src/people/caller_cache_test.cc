#include "people/caller_cache.h"

#include <gtest/gtest.h>

namespace nigiwai::people {
namespace {

const http::Caller kYuzu{.role = http::Role::kViewer, .id = "v1", .name = "ゆず茶", .handle = ""};

TEST(CallerCache, KeepsACallerForAFewSeconds) {
  ManualClock clock;
  CallerCache cache(clock);
  cache.keep("t", kYuzu, cache.changes());
  clock.advance(kCallerKept - Milliseconds(1));
  ASSERT_TRUE(cache.find("t").has_value());
  EXPECT_EQ(cache.find("t")->name, "ゆず茶");
  clock.advance(Milliseconds(1));
  EXPECT_FALSE(cache.find("t").has_value());
}

TEST(CallerCache, DropsWhatWasReadBeforeAChange) {
  ManualClock clock;
  CallerCache cache(clock);
  const auto before = cache.changes();
  cache.forget("t");
  cache.keep("t", kYuzu, before);
  EXPECT_FALSE(cache.find("t").has_value());
  cache.keep("t", kYuzu, cache.changes());
  cache.forget_all();
  EXPECT_FALSE(cache.find("t").has_value());
}

TEST(CallerCache, NeverHoldsMoreThanItsLimit) {
  ManualClock clock;
  CallerCache cache(clock);
  for (std::size_t i = 0; i <= kMostCallersKept; ++i) cache.keep(std::to_string(i), kYuzu, cache.changes());
  EXPECT_TRUE(cache.find(std::to_string(kMostCallersKept)).has_value());
  EXPECT_FALSE(cache.find("0").has_value());
}

}  // namespace
}  // namespace nigiwai::people
