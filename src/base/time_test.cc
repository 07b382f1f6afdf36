#include "base/time.h"

#include <gtest/gtest.h>

namespace nigiwai {
namespace {

TEST(Rfc3339, GoesThereAndBack) {
  const auto time = from_rfc3339("2026-11-21T11:00:00.123Z");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(to_rfc3339(*time), "2026-11-21T11:00:00.123Z");
  EXPECT_EQ(from_rfc3339("2026-11-21T20:00:00.123+09:00"), time);
  EXPECT_EQ(from_rfc3339("2026-11-21T11:00:00.123999Z"), time);
  EXPECT_EQ(to_rfc3339(*from_rfc3339("2024-02-29T00:00:00Z")), "2024-02-29T00:00:00.000Z");
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
  for (const auto* bad :
       {"", "2026-11-21", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T11:00:00", "2026-11-21T11:00:00.Z", "2026-11-21T11:00:00+9:00", "2026-11-21T11:00:00Zx",
        "1969-12-31T23:59:59Z", "2026-11-21 11:00:00Z"}) {
    EXPECT_FALSE(from_rfc3339(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace nigiwai
