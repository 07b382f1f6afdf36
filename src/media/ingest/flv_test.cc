#include "media/ingest/flv.h"

#include <gtest/gtest.h>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

using std::chrono::milliseconds;

const std::string kConfig =
    "01 64001f ff e1 001a 6764001facd9405005bb0110000003001000000303c0f1831960 01 0006 68ebe3cb22c0 fd f8 f8 "
    "00";
const std::string kIdr = "00000008 6588840011223344";
const std::string kSlice = "00000004 419a2233";

class FlvReaderTest : public testing::Test {
 protected:
  Result<void> video(std::uint32_t at, const std::string& hex) { return reader_.video(at, from_hex(hex)); }
  Result<void> audio(std::uint32_t at, const std::string& hex) { return reader_.audio(at, from_hex(hex)); }
  Poured poured() const { return gate_.poured().front(); }

  FakeGate gate_{{{"a", "k"}}};
  std::unique_ptr<Feed> feed_ = *gate_.admit({.protocol = "rtmp", .show = "a", .key = "k", .peer = ""});
  FlvReader reader_{*feed_};
};

TEST_F(FlvReaderTest, PoursVideoAndAudio) {
  ASSERT_TRUE(video(1000, "27 01 000000" + kIdr)) << "before the configuration: dropped";
  ASSERT_TRUE(video(1000, "17 00 000000" + kConfig));
  ASSERT_TRUE(audio(1000, "af 00 1190"));
  ASSERT_TRUE(video(1000, "17 01 000042" + kIdr));
  ASSERT_TRUE(audio(1005, "af 01 2110"));
  ASSERT_TRUE(video(1033, "27 01 000000" + kSlice));
  ASSERT_TRUE(video(1066, "17 02 000000"));
  const Poured all = poured();
  ASSERT_EQ(all.video_forms.size(), 1U);
  EXPECT_EQ(all.video_forms[0].config, from_hex(kConfig));
  EXPECT_EQ(all.video_forms[0].width, 1280);
  ASSERT_EQ(all.audio_forms.size(), 1U);
  EXPECT_EQ(all.audio_forms[0].sample_rate, 48000);
  ASSERT_EQ(all.packets.size(), 3U);
  EXPECT_EQ(all.packets[0].dts, milliseconds(1000));
  EXPECT_EQ(all.packets[0].pts, milliseconds(1066));
  EXPECT_TRUE(all.packets[0].key);
  EXPECT_EQ(*all.packets[0].data, from_hex(kIdr));
  EXPECT_EQ(all.packets[1].track, Track::kAudio);
  EXPECT_EQ(*all.packets[1].data, from_hex("2110"));
  EXPECT_FALSE(all.packets[2].key);
}

TEST_F(FlvReaderTest, RepeatedConfigurationsAreToldOnce) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(video(0, "17 00 000000" + kConfig));
    ASSERT_TRUE(audio(0, "af 00 1208"));
  }
  ASSERT_TRUE(audio(0, "af 00 1190"));
  EXPECT_EQ(poured().video_forms.size(), 1U);
  EXPECT_EQ(poured().audio_forms.size(), 2U);
}

TEST_F(FlvReaderTest, TimestampsGoOnAfter49Days) {
  ASSERT_TRUE(video(0, "17 00 000000" + kConfig));
  ASSERT_TRUE(video(0xfffffff0, "17 01 000000" + kIdr));
  ASSERT_TRUE(video(0x00000010, "27 01 ffffff" + kSlice));
  const auto packets = poured().packets;
  EXPECT_EQ(packets[1].dts - packets[0].dts, milliseconds(32));
  EXPECT_EQ(packets[1].pts, packets[1].dts) << "a negative composition time is taken as none";
}

TEST_F(FlvReaderTest, ShorterLengthsBecomeFourBytes) {
  std::string config = kConfig;
  config.replace(config.find("ff"), 2, "fd");
  ASSERT_TRUE(video(0, "17 00 000000" + config));
  ASSERT_TRUE(video(0, "17 01 000000 0008 6588840011223344"));
  EXPECT_EQ(*poured().packets[0].data, from_hex(kIdr));
  EXPECT_EQ(poured().video_forms[0].config, from_hex(kConfig));
}

TEST_F(FlvReaderTest, OtherCodecsAreRefusedWithWhatToChoose) {
  struct Case {
    bool video;
    std::string_view hex, codec;
  };
  for (const auto& [is_video, hex, codec] : {
           Case{true, "90 68766331 00", "HEVC"},
           Case{true, "91 61763031 00", "AV1"},
           Case{true, "93 76703039 00", "VP9"},
           Case{true, "96 00 00000000", "multitrack"},
           Case{true, "1c 00 000000", "HEVC"},
           Case{true, "22 00", "Sorenson"},
           Case{false, "2f ff", "MP3"},
           Case{false, "90 4f707573", "Opus"},
           Case{false, "b2 00", "Speex"},
           Case{false, "af 00 0a10", "kind of AAC"},
       }) {
    const auto taken = is_video ? video(0, std::string(hex)) : audio(0, std::string(hex));
    ASSERT_FALSE(taken) << hex;
    EXPECT_EQ(taken.error().kind, Kind::kUnsupported);
    EXPECT_TRUE(taken.error().detail.contains(codec)) << taken.error().detail;
    EXPECT_TRUE(taken.error().detail.contains("hoose")) << taken.error().detail;
  }
}

TEST_F(FlvReaderTest, DamageIsRefusedAndEmptyTagsAreNot) {
  for (const std::string hex : {"", "17", "17 01", "17 01 0000", "57 00"}) EXPECT_TRUE(video(0, hex)) << hex;
  for (const std::string hex : {"", "af", "af 00", "af 01"}) EXPECT_TRUE(audio(0, hex)) << hex;
  ASSERT_TRUE(video(0, "17 00 000000" + kConfig));
  EXPECT_EQ(video(0, "17 01 000000 00000009 65").error().kind, Kind::kInvalid);
  EXPECT_EQ(video(0, "17 00 000000 01640020").error().kind, Kind::kInvalid);
  EXPECT_TRUE(poured().packets.empty());
}

}  // namespace
}  // namespace nigiwai::media::ingest
