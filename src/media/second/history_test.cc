#include "media/second/history.h"

#include <gtest/gtest.h>

#include "media/hls/validator.h"

namespace nigiwai::media::second {
namespace {

std::vector<std::shared_ptr<const PlaylistSegment>> segments(std::uint64_t from, std::uint64_t until) {
  std::vector<std::shared_ptr<const PlaylistSegment>> made;
  for (auto msn = from; msn < until; ++msn) {
    made.push_back(std::make_shared<const PlaylistSegment>(
        PlaylistSegment{.msn = msn,
                        .at = Ticks{180'000} * static_cast<std::int64_t>(msn),
                        .duration = Ticks{180'000},
                        .complete = true,
                        .discontinuity = msn == 3,
                        .discontinuity_number = msn < 3 ? 0U : 1U,
                        .init = 1,
                        .independent = true,
                        .parts = {}}));
  }
  return made;
}

TEST(History, HasTheSourcesSegmentsAndGapsWhereItHasNone) {
  const auto source = segments(1, 6);
  const auto own = segments(4, 6);
  const auto made = history(source, own, 7);
  ASSERT_EQ(made.size(), 5U);
  for (std::size_t i = 0; i < made.size(); ++i) {
    EXPECT_EQ(made[i].msn, source[i]->msn);
    EXPECT_EQ(made[i].at, source[i]->at);
    EXPECT_EQ(made[i].discontinuity, source[i]->discontinuity);
    EXPECT_EQ(made[i].gap, made[i].msn < 4);
    EXPECT_EQ(made[i].init, made[i].gap ? 7U : 1U);
  }
}

TEST(History, TakesASegmentThatIsNotWholeForAGap) {
  const auto source = segments(0, 2);
  auto half = *source[1];
  half.duration = Ticks{90'000};
  const std::vector own = {source[0], std::make_shared<const PlaylistSegment>(half)};
  const auto made = history(source, own, 3);
  EXPECT_FALSE(made[0].gap);
  EXPECT_TRUE(made[1].gap);
}

TEST(History, MakesAPlaylistThatKeepsTheRules) {
  const auto source = segments(0, 6);
  std::vector<std::shared_ptr<const PlaylistSegment>> shared;
  for (auto& segment : history(source, segments(2, 4), 5))
    shared.push_back(std::make_shared<const PlaylistSegment>(std::move(segment)));
  const auto text = live_playlist({.segments = shared, .live_at = WallTime{}}, Rendition::kLow, false);
  EXPECT_EQ(describe(validate_media_playlist(text)), "");
  EXPECT_NE(text.find("#EXT-X-GAP\n#EXTINF:2.00000,\nlow/1.m4s"), std::string::npos) << text;
  EXPECT_EQ(text.find("#EXT-X-GAP\n#EXTINF:2.00000,\nlow/2.m4s"), std::string::npos) << text;
}

TEST(IsWhole, IsSoWhenEverySegmentHasItsLike) {
  const auto plain = [](const auto& shared) {
    std::vector<PlaylistSegment> all;
    for (const auto& each : shared) all.push_back(*each);
    return all;
  };
  const auto source = plain(segments(0, 4));
  EXPECT_TRUE(is_whole(source, source));
  EXPECT_FALSE(is_whole(source, plain(segments(1, 4))));
  EXPECT_FALSE(is_whole(source, {}));
  auto half = source;
  half.back().duration -= Ticks{1};
  EXPECT_FALSE(is_whole(source, half));
}

}  // namespace
}  // namespace nigiwai::media::second
