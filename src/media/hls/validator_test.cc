#include "media/hls/validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nigiwai::media {
namespace {

const std::string kGood = R"(#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:4
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=24.0,PART-HOLD-BACK=0.90
#EXT-X-PART-INF:PART-TARGET=0.30
#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-DISCONTINUITY-SEQUENCE:1
#EXT-X-MAP:URI="av/init-1.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:00:00.000Z
#EXTINF:4.00000,
av/7.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:00:04.000Z
#EXTINF:4.00000,
av/8.m4s
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="av/init-2.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:01:00.000Z
#EXTINF:4.00000,
av/9.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:01:04.000Z
#EXT-X-PART:DURATION=0.30000,URI="av/10.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.26000,URI="av/10.1.m4s"
#EXT-X-PART:DURATION=0.10000,URI="av/10.2.m4s"
#EXTINF:0.66000,
av/10.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:01:04.660Z
#EXT-X-PART:DURATION=0.30000,URI="av/11.0.m4s",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="av/11.1.m4s"
#EXT-X-RENDITION-REPORT:URI="live-audio.m3u8",LAST-MSN=11,LAST-PART=0
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Validator, AcceptsAGoodPlaylistAndItsOwnRepetition) {
  EXPECT_EQ(describe(validate_media_playlist(kGood)), "");
  EXPECT_EQ(describe(validate_media_playlist(kGood, kGood)), "");
}

struct Broken {
  const char* section;
  const char* from;
  const char* to;
  bool must = true;
};
class BrokenPlaylist : public ::testing::TestWithParam<Broken> {};
INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenPlaylist,
    ::testing::Values(
        Broken{"4.4.1.1", "#EXTM3U\n", ""}, Broken{"4.4.3.1", "#EXT-X-TARGETDURATION:4\n", ""},
        Broken{"4.4.3.1", "#EXTINF:4.00000,\nav/9", "#EXTINF:4.60000,\nav/9"},
        Broken{"4.4.3.1", "#EXT-X-TARGETDURATION:4\n", "#EXT-X-TARGETDURATION:4\n#EXT-X-TARGETDURATION:4\n"},
        Broken{"4.4.4.9", "DURATION=0.30000,URI=\"av/11.0", "DURATION=0.31000,URI=\"av/11.0"},
        Broken{"4.4.4.9", "DURATION=0.26000", "DURATION=0.25000"},
        Broken{"4.4.4.9", "URI=\"av/10.0.m4s\",INDEPENDENT=YES", "URI=\"av/10.0.m4s\",INDEPENDENT=NO"},
        Broken{"4.4.4.9", "#EXTINF:0.66000", "#EXTINF:0.76000"},
        Broken{"4.4.4.9", "DURATION=0.26000,URI=\"av/10.1.m4s\"", "DURATION=0.26000"},
        Broken{"4.4.3.7", "#EXT-X-PART-INF:PART-TARGET=0.30\n", ""},
        Broken{"4.4.3.8", "PART-HOLD-BACK=0.90", "PART-HOLD-BACK=0.50"},
        Broken{"4.4.3.8", "PART-HOLD-BACK=0.90", "PART-HOLD-BACK=0.70", false},
        Broken{"4.4.3.8", ",PART-HOLD-BACK=0.90", ""},
        Broken{"4.4.3.8", "CAN-SKIP-UNTIL=24.0", "CAN-SKIP-UNTIL=20.0"},
        Broken{"4.4.4.5", "#EXT-X-MAP:URI=\"av/init-1.mp4\"\n", ""},
        Broken{"4.4.4.6", "T11:00:04.000Z", "T10:59:04.000Z"},
        Broken{"4.4.4.6", "T11:00:04.000Z", "T11:00:05.000Z"},
        Broken{"4.4.4.6", "2026-11-21T11:00:04.000Z", "yesterday"},
        Broken{"4.4.4.1", "#EXTINF:4.00000,\nav/8", "av/8"}, Broken{"6.2.1", "av/8.m4s", "av/7.m4s"},
        Broken{"4.4.5.3", "URI=\"av/11.1.m4s\"", "URI=\"av/11.0.m4s\""},
        Broken{"4.4.5.4", ",LAST-PART=0", ""}, Broken{"8", "#EXT-X-VERSION:9", "#EXT-X-VERSION:5"},
        Broken{"4.4.3.3", "#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:01:04.000Z",
               "#EXT-X-DISCONTINUITY-SEQUENCE:4"},
        Broken{"4.2", "TYPE=PART", "TYPE=PART,TYPE=PART"}));

TEST_P(BrokenPlaylist, IsFoundWithItsSection) {
  const auto breaches = validate_media_playlist(with(kGood, GetParam().from, GetParam().to));
  EXPECT_TRUE(std::ranges::any_of(breaches, [](const Breach& breach) {
    return breach.section == GetParam().section && breach.must == GetParam().must;
  })) << describe(breaches);
}

std::string without_first_segment(std::string text) {
  text = with(text, "#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:00:00.000Z\n#EXTINF:4.00000,\nav/7.m4s\n", "");
  return with(text, "MEDIA-SEQUENCE:7", "MEDIA-SEQUENCE:8");
}

TEST(ValidatorOfUpdates, AcceptsAWindowThatSlides) {
  std::string next = with(kGood, "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"av/11.1.m4s\"",
                          "#EXT-X-PART:DURATION=0.30000,URI=\"av/11.1.m4s\"\n"
                          "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"av/11.2.m4s\"");
  EXPECT_EQ(describe(validate_media_playlist(next, kGood)), "");
  next = with(next, "#EXTINF:0.66000", "#EXTINF:4.00000");  // long enough to lose its first segment
  next = with(next, "T11:01:04.660Z", "T11:01:08.000Z");
  const std::string parts = next.substr(next.find("#EXT-X-PART:DURATION=0.30000,URI=\"av/10.0"));
  next = with(next, parts.substr(0, parts.find("#EXTINF")), "");
  EXPECT_EQ(describe(validate_media_playlist(without_first_segment(next), next)), "");
}

struct BrokenUpdate {
  const char* section;
  const char* from;
  const char* to;
};
class BrokenUpdates : public ::testing::TestWithParam<BrokenUpdate> {};
INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenUpdates,
    ::testing::Values(BrokenUpdate{"6.2.2", "MEDIA-SEQUENCE:7", "MEDIA-SEQUENCE:6"},
                      BrokenUpdate{"6.2.2", "DISCONTINUITY-SEQUENCE:1", "DISCONTINUITY-SEQUENCE:2"},
                      BrokenUpdate{"6.2.1", "#EXTINF:4.00000,\nav/8", "#EXTINF:3.99000,\nav/8"},
                      BrokenUpdate{"6.2.1", "av/9.m4s", "av/99.m4s"},
                      BrokenUpdate{"6.2.1", "#EXT-X-DISCONTINUITY\n", ""},
                      BrokenUpdate{"6.2.1",
                                   "#EXT-X-PART:DURATION=0.30000,URI=\"av/11.0.m4s\",INDEPENDENT=YES\n", ""},
                      BrokenUpdate{"6.2.1", "av/init-2.mp4", "av/init-3.mp4"},
                      BrokenUpdate{"4.4.3.1", "TARGETDURATION:4", "TARGETDURATION:5"},
                      BrokenUpdate{"4.4.3.7", "PART-TARGET=0.30", "PART-TARGET=0.301"}));

TEST_P(BrokenUpdates, AreFoundWithTheirSection) {
  const auto breaches = validate_media_playlist(with(kGood, GetParam().from, GetParam().to), kGood);
  EXPECT_TRUE(std::ranges::any_of(breaches, [](const Breach& b) { return b.section == GetParam().section; }))
      << describe(breaches);
}

TEST(ValidatorOfUpdates, HoldsTheEndToBeFinal) {
  const std::string head = kGood.substr(0, kGood.find("#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:01:04.660Z"));
  const std::string ended = head + "#EXT-X-ENDLIST\n";
  EXPECT_EQ(describe(validate_media_playlist(ended)), "");
  EXPECT_FALSE(validate_media_playlist(head, ended).empty());
  EXPECT_FALSE(validate_media_playlist(head + "#EXTINF:4.0,\nav/11.m4s\n#EXT-X-ENDLIST\n", ended).empty());
}

TEST(ValidatorOfUpdates, RefusesASkipWithinTheBoundary) {
  const std::string delta =
      with(with(kGood, "#EXT-X-PROGRAM-DATE-TIME:2026-11-21T11:00:00.000Z\n#EXTINF:4.00000,\nav/7.m4s\n", ""),
           "#EXT-X-MAP:URI=\"av/init-1", "#EXT-X-SKIP:SKIPPED-SEGMENTS=1\n#EXT-X-MAP:URI=\"av/init-1");
  const auto breaches = validate_media_playlist(delta, kGood);
  ASSERT_EQ(breaches.size(), 1U) << describe(breaches);
  EXPECT_EQ(breaches[0].section, "6.2.5.1");
}

TEST(Validator, ReadsMultivariantPlaylists) {
  EXPECT_TRUE(
      validate_multivariant_playlist("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"avc1\"\na.m3u8\n")
          .empty());
  EXPECT_FALSE(
      validate_multivariant_playlist("#EXTM3U\n#EXT-X-STREAM-INF:CODECS=\"avc1\"\na.m3u8\n").empty());
  EXPECT_FALSE(validate_multivariant_playlist("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n").empty());
  EXPECT_FALSE(validate_multivariant_playlist("#EXTM3U\n").empty());
}

}  // namespace
}  // namespace nigiwai::media
