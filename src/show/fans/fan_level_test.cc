#include "show/fans/fan_level.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace nigiwai::show {
namespace {

const FanRules kUsual;

TEST(FanLevel, IsNothingForWhoOnlyLookedOn) { EXPECT_EQ(level_of({.shows = 20}, kUsual), std::nullopt); }

TEST(FanLevel, IsParticipantAfterAnyParticipation) {
  EXPECT_EQ(level_of({.took_part = true}, kUsual), FanLevel::kParticipant);
  EXPECT_EQ(level_of({.took_part = true, .shows = 20, .orders_of_year = 1}, kUsual), FanLevel::kParticipant);
}

TEST(FanLevel, IsFanWithFollowingAndThreeShowsAndNotWithOneOfThem) {
  EXPECT_EQ(level_of({.took_part = true, .followed = 1, .shows = 2}, kUsual), FanLevel::kParticipant);
  EXPECT_EQ(level_of({.took_part = true, .followed = 0, .shows = 3}, kUsual), FanLevel::kParticipant);
  EXPECT_EQ(level_of({.took_part = true, .followed = 1, .shows = 3}, kUsual), FanLevel::kFan);
}

TEST(FanLevel, IsTheHighestWhoseOwnConditionHolds) {
  EXPECT_EQ(level_of({.took_part = true, .orders_of_year = 2}, kUsual), FanLevel::kLoyal);
  EXPECT_EQ(level_of({.took_part = true, .orders_of_year = 2, .arrivals_of_year = 3}, kUsual),
            FanLevel::kEvangelist);
}

TEST(FanLevel, FollowsTheRulesOfTheShop) {
  const FanRules strict{.fan_shows = 10, .loyal_orders = 5};
  EXPECT_EQ(level_of({.took_part = true, .followed = 1, .shows = 9, .orders_of_year = 4}, strict),
            FanLevel::kParticipant);
  EXPECT_EQ(level_of({.took_part = true, .followed = 1, .shows = 10, .orders_of_year = 4}, strict),
            FanLevel::kFan);
}

TEST(Regulars, AreFansAndWhoCameOftenEnough) {
  EXPECT_TRUE(is_regular({.took_part = true, .followed = 1, .shows = 3}, kUsual));
  EXPECT_TRUE(is_regular({.took_part = true, .orders_of_year = 2}, kUsual));
  EXPECT_TRUE(is_regular({.shows = 4}, kUsual));
  EXPECT_FALSE(is_regular({.took_part = true, .shows = 3}, kUsual));
  EXPECT_FALSE(is_regular({}, kUsual));
}

TEST(FanRules, AreReadWholeAndRefusedNamingTheField) {
  const auto body = [](const char* text) { return json::parse(text).as_object(); };
  const auto read = read_fan_rules(
      body(R"({"fan_shows":5,"loyal_orders":3,"evangelist_arrivals":4,"returning_visits":6})"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, (FanRules{5, 3, 4, 6}));
  const auto wrong = read_fan_rules(
      body(R"({"fan_shows":5,"loyal_orders":0,"evangelist_arrivals":4,"returning_visits":6})"));
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().field, "/loyal_orders");
}

TEST(FanLevel, HasANameForEach) {
  for (const auto level : {FanLevel::kParticipant, FanLevel::kFan, FanLevel::kLoyal, FanLevel::kEvangelist})
    EXPECT_EQ(fan_level(to_text(level)), level);
  EXPECT_EQ(fan_level("king"), std::nullopt);
}

}  // namespace
}  // namespace nigiwai::show
