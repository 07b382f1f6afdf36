#include "show/reach.h"

#include <gtest/gtest.h>

namespace nigiwai::show {
namespace {

TEST(Reach, ExpectsAllRemindersWhileTooFewCameEarlier) {
  EXPECT_EQ(expected({.reminders = 40, .reminded_earlier = 9, .came_earlier = 3}), 40);
}

TEST(Reach, ExpectsAsManyOfThemAsCameEarlier) {
  EXPECT_EQ(expected({.reminders = 40, .reminded_earlier = 10, .came_earlier = 3}), 12);
}

TEST(Reach, CountsViewersOnceItBegan) { EXPECT_EQ(expected({.reminders = 40, .viewers = 7}), 7); }

TEST(Reach, TellsWhatIsMissingWhileThereIsTime) {
  EXPECT_EQ(shortfall({.reminders = 40}), std::nullopt);
  EXPECT_EQ(shortfall({.reminders = 40, .target = 100}), 60);
  EXPECT_EQ(shortfall({.reminders = 40, .target = 30}), 0);
  EXPECT_EQ(shortfall({.reminders = 40, .viewers = 90, .target = 100}), 10);
  EXPECT_EQ(shortfall({.reminders = 40, .viewers = 90, .target = 100, .over = true}), std::nullopt);
}

}  // namespace
}  // namespace nigiwai::show
