#include "shop/embedding/external_orders.h"

#include <gtest/gtest.h>

namespace nigiwai::shop {
namespace {

using enum ExternalState;

TEST(ExternalOrder, GoesForwardAndNeverBack) {
  EXPECT_EQ(after(kPlaced, kPaid), kPaid);
  EXPECT_EQ(after(kPlaced, kShipped), kShipped);
  EXPECT_EQ(after(kShipped, kPaid), kShipped) << "what comes late changes nothing";
  EXPECT_EQ(after(kPaid, kCancelled), kCancelled);
  EXPECT_EQ(after(kShipped, kRefunded), kRefunded);
  EXPECT_EQ(after(kCancelled, kCancelled), kCancelled);
  EXPECT_EQ(after(kCancelled, kRefunded), kRefunded);
}

TEST(ExternalOrder, StaysEnded) {
  for (const auto now : {kCancelled, kRefunded}) {
    for (const auto told : {kPlaced, kPaid, kShipped}) {
      const auto next = after(now, told);
      ASSERT_FALSE(next.has_value());
      EXPECT_EQ(next.error().type, "state");
      EXPECT_EQ(next.error().field, "/state");
    }
  }
  EXPECT_FALSE(after(kRefunded, kCancelled).has_value());
}

}  // namespace
}  // namespace nigiwai::shop
