#include "timeline/show_clock.h"

#include <gtest/gtest.h>

namespace nigiwai::timeline {
namespace {

constexpr WallTime kStart{Milliseconds{1'000'000}};
const http::Caller kViewer{.role = http::Role::kViewer, .id = "v", .name = "", .handle = ""};
const http::Caller kDirector{.role = http::Role::kDirector, .id = "d", .name = "", .handle = ""};

ShowTimes live(Milliseconds last_at = Milliseconds(0)) {
  ShowTimes times;
  times.live_at = kStart;
  times.last_at = last_at;
  return times;
}

TEST(ShowClock, RunsWithTheServerAndNeverBack) {
  EXPECT_EQ(show_clock(ShowTimes{}, kStart), Milliseconds(0));
  EXPECT_EQ(show_clock(live(), kStart + Milliseconds(5000)), Milliseconds(5000));
  EXPECT_EQ(show_clock(live(Milliseconds(9000)), kStart + Milliseconds(5000)), Milliseconds(9000));
  EXPECT_EQ(show_clock(live(), kStart - Milliseconds(5000)), Milliseconds(0));
  auto ended = live();
  ended.length = Milliseconds(7000);
  EXPECT_EQ(show_clock(ended, kStart + Milliseconds(100'000)), Milliseconds(7000));
}

TEST(Place, IsThePlayheadClampedToTheShow) {
  const auto now = kStart + Milliseconds(60'000);
  EXPECT_EQ(place(live(), std::nullopt, now, kViewer), Milliseconds(60'000));
  EXPECT_EQ(place(live(), Milliseconds(57'000), now, kViewer), Milliseconds(57'000));
  EXPECT_EQ(place(live(), Milliseconds(90'000), now, kViewer), Milliseconds(60'000));
  EXPECT_EQ(place(live(), Milliseconds(-1), now, kViewer), Milliseconds(0));
}

TEST(Place, LetsStaffReachBackThirtySecondsWhileLive) {
  const auto now = kStart + Milliseconds(60'000);
  EXPECT_EQ(place(live(), Milliseconds(57'000), now, kDirector), Milliseconds(57'000));
  EXPECT_EQ(place(live(), Milliseconds(1'000), now, kDirector), Milliseconds(30'000));
  auto ended = live();
  ended.length = Milliseconds(50'000);
  EXPECT_EQ(place(ended, Milliseconds(1'000), now, kDirector), Milliseconds(1'000));
  EXPECT_EQ(place(ended, Milliseconds(70'000), now, kDirector), Milliseconds(50'000));
}

}  // namespace
}  // namespace nigiwai::timeline
