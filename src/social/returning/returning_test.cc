#include "social/returning/returning.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

// 2026-11-29 in Tokyo, where there is no summer time: nine hours ahead.
WallTime tokyo(int hour, int minute = 0) {
  constexpr WallTime kMidnight{Milliseconds(1'795'878'000'000)};
  return kMidnight + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

TEST(QuietHours, GoOverMidnightInTheShopsOwnZone) {
  const QuietHours usual;
  for (const auto& [hour, minute, quiet] : {std::tuple{20, 59, false},
                                            {21, 0, true},
                                            {23, 59, true},
                                            {0, 0, true},
                                            {8, 59, true},
                                            {9, 0, false}}) {
    EXPECT_EQ(is_quiet(usual, tokyo(hour, minute)), quiet) << hour << ":" << minute;
  }
  EXPECT_TRUE(is_quiet({.from = 12 * 60, .until = 13 * 60}, tokyo(12, 30)));
  EXPECT_FALSE(is_quiet({.from = 12 * 60, .until = 13 * 60}, tokyo(13)));
  EXPECT_FALSE(is_quiet({.from = 60, .until = 60}, tokyo(1))) << "never";
  EXPECT_TRUE(is_quiet({.zone = "UTC"}, tokyo(12))) << "three at night there";
}

TEST(QuietHours, OfAClockOrZoneThatIsNoneAreRefused) {
  const auto right =
      read_quiet_hours({{"quiet_from", "22:30"}, {"quiet_until", "07:05"}, {"zone", "Europe/Paris"}});
  ASSERT_TRUE(right);
  EXPECT_EQ(to_json(*right),
            (json::object{{"quiet_from", "22:30"}, {"quiet_until", "07:05"}, {"zone", "Europe/Paris"}}));
  for (const auto& [from, zone, field] : {std::tuple{"24:00", "UTC", "/quiet_from"},
                                          {"9:00", "UTC", "/quiet_from"},
                                          {"１2:0", "UTC", "/quiet_from"},
                                          {"21:00", "Moon/Base", "/zone"}}) {
    const auto read = read_quiet_hours({{"quiet_from", from}, {"quiet_until", "09:00"}, {"zone", zone}});
    ASSERT_FALSE(read) << from;
    EXPECT_EQ(read.error().field, field);
  }
}

TEST(ReasonOfStock, IsBackFromNothingAndLowOnTheWayDown) {
  EXPECT_EQ(reason_of_stock(0, 3), Reason::kBack);
  EXPECT_EQ(reason_of_stock(0, 90), Reason::kBack);
  EXPECT_EQ(reason_of_stock(6, 5), Reason::kLow);
  EXPECT_EQ(reason_of_stock(90, 1), Reason::kLow);
  EXPECT_EQ(reason_of_stock(5, 4), std::nullopt) << "it was low before";
  EXPECT_EQ(reason_of_stock(3, 9), std::nullopt);
  EXPECT_EQ(reason_of_stock(6, 0), std::nullopt) << "gone is no reason to return";
}

}  // namespace
}  // namespace nigiwai::social
