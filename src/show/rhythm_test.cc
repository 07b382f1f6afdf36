#include "show/rhythm.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/time.h"

namespace nigiwai::show {
namespace {

std::vector<WallTime> times(std::initializer_list<const char*> texts) {
  std::vector<WallTime> read;
  for (const auto* text : texts) read.push_back(*from_rfc3339(text));
  return read;
}

TEST(MostWithin, CountsTheFullestStretchAndSaysWhenTheGoalWasReached) {
  const auto held = times({"2026-09-01T11:00:00Z", "2026-09-20T11:00:00Z", "2026-09-29T11:00:00Z",
                           "2026-10-10T11:00:00Z", "2026-10-12T11:00:00Z"});
  const auto month = most_within(held, std::chrono::days(30), 4);
  EXPECT_EQ(month.have, 4);
  EXPECT_EQ(month.at, from_rfc3339("2026-10-12T11:00:00Z"));
  EXPECT_EQ(most_within(held, std::chrono::days(30), 5).at, std::nullopt);
  EXPECT_EQ(most_within({}, std::chrono::days(30), 1).have, 0);
}

TEST(MostWithin, TakesAShowAWholeWindowLaterForAnotherStretch) {
  const auto held = times({"2026-09-01T11:00:00Z", "2026-10-01T11:00:00Z"});
  EXPECT_EQ(most_within(held, std::chrono::days(30), 2).have, 1);
}

TEST(WeeksInARow, EndWhereAWeekHasTooFewShows) {
  // Sunday 23:30 in Japan is still the week before; the Monday after begins another.
  const auto held =
      times({"2026-11-01T14:30:00Z", "2026-11-01T14:40:00Z",    // the week that ends on 1 November
             "2026-11-02T03:00:00Z", "2026-11-08T03:00:00Z",    // the week after
             "2026-11-10T03:00:00Z",                            // too few
             "2026-11-17T03:00:00Z", "2026-11-18T03:00:00Z"});  // begins anew
  const auto two = weeks_in_a_row(held, 2, 2);
  EXPECT_EQ(two.have, 2);
  EXPECT_EQ(two.at, from_rfc3339("2026-11-08T03:00:00Z"));
  EXPECT_EQ(weeks_in_a_row(held, 1, 4).have, 4);
  EXPECT_EQ(weeks_in_a_row(held, 3, 1).have, 0);
}

}  // namespace
}  // namespace nigiwai::show
