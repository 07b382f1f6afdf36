#include "media/ingest/pes_reader.h"

#include <gtest/gtest.h>

#include "media/ingest/aac.h"
#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

const std::string kSets =
    "00000001 6764001facd9405005bb0110000003001000000303c0f1831960 00000001 68ebe3cb22c0 ";
const std::string kIdr = "00000001 6588840011223344";
const std::string kSlice = "00000001 419a2233";
// 48 kHz, stereo: 7 bytes of header, 4 of a frame.
const std::string kFrame = "fff14c800 17ffc 01020304";

class PesReaderTest : public testing::Test {
 protected:
  Result<void> video(std::uint64_t pts, const std::string& hex, bool damaged = false) {
    const Bytes bytes = from_hex(hex);
    return reader_.video({.pts = pts, .dts = pts, .payload = bytes, .damaged = damaged});
  }
  Result<void> audio(std::optional<std::uint64_t> pts, View bytes, bool damaged = false) {
    return reader_.audio({.pts = pts, .payload = bytes, .damaged = damaged});
  }
  Poured poured() const { return gate_.poured().front(); }

  FakeGate gate_{{{"a", "k"}}};
  std::unique_ptr<Feed> feed_ = *gate_.admit({.protocol = "srt", .show = "a", .key = "k", .peer = ""});
  PesReader reader_{*feed_};
};

TEST_F(PesReaderTest, PoursVideo) {
  ASSERT_TRUE(video(0, kSlice)) << "before the parameter sets: dropped";
  ASSERT_TRUE(video(90'000, "00000001 0910" + kSets + kIdr));
  const Bytes slice = from_hex(kSlice);
  ASSERT_TRUE(reader_.video({.pts = 99'000, .dts = 93'000, .payload = slice}));
  const Poured all = poured();
  ASSERT_EQ(all.video_forms.size(), 1U);
  EXPECT_EQ(all.video_forms[0].height, 720);
  ASSERT_EQ(all.packets.size(), 2U);
  EXPECT_EQ(all.packets[0].dts, std::chrono::seconds(1));
  EXPECT_TRUE(all.packets[0].key);
  EXPECT_EQ(*all.packets[0].data, from_hex("00000008 6588840011223344"));
  EXPECT_EQ(all.packets[1].dts.count(), 1'033'333);
  EXPECT_EQ(all.packets[1].pts.count(), 1'100'000);
}

TEST_F(PesReaderTest, TimestampsGoOnAfter26Hours) {
  const std::uint64_t end = std::uint64_t{1} << 33;
  ASSERT_TRUE(video(end - 4'500, kSets + kIdr));
  const Bytes slice = from_hex(kSlice);
  ASSERT_TRUE(reader_.video({.pts = 4'500, .dts = end - 1'500, .payload = slice}));
  const Bytes frame = from_hex(kFrame);
  ASSERT_TRUE(audio(9'000, frame));
  const auto packets = poured().packets;
  EXPECT_NEAR(static_cast<double>((packets[1].pts - packets[1].dts).count()), 66'666.7, 1);
  EXPECT_EQ((packets[2].dts - packets[0].dts).count(), 150'000);
}

TEST_F(PesReaderTest, AfterDamageWaitsForTheNextKeyFrame) {
  ASSERT_TRUE(video(0, kSets + kIdr));
  ASSERT_TRUE(video(3'000, kSlice, true));
  ASSERT_TRUE(video(6'000, kSlice));
  ASSERT_TRUE(video(9'000, kIdr));
  ASSERT_TRUE(video(12'000, "00000001 67"));
  ASSERT_TRUE(video(15'000, kSlice));
  ASSERT_EQ(poured().packets.size(), 2U);
  EXPECT_EQ(poured().packets[1].dts, Microseconds(100'000));
}

TEST_F(PesReaderTest, OnlyDamageMayLookLikeAnotherProfile) {
  const std::string ten_bits = "00000001 676e000da6cd941419f9f0110000030001000003003c0f142996";
  EXPECT_TRUE(video(0, ten_bits + kIdr, true));
  EXPECT_EQ(video(0, ten_bits + kIdr).error().kind, Kind::kUnsupported);
}

TEST_F(PesReaderTest, SplitsAudioHoweverItIsPacked) {
  Bytes frames;
  for (int i = 0; i < 40; ++i) append(frames, from_hex(kFrame));
  for (std::size_t size : {1U, 5U, 11U, 12U, 33U, 100U, 440U}) {
    const std::size_t before = poured().packets.size();
    for (std::size_t at = 0; at < frames.size(); at += size) {
      ASSERT_TRUE(audio(at == 0 ? std::optional<std::uint64_t>(900'000) : std::nullopt,
                        View(frames).subspan(at, std::min(size, frames.size() - at))));
    }
    const auto packets = poured().packets;
    ASSERT_EQ(packets.size(), before + 40) << size;
    for (std::size_t i = before; i < packets.size(); ++i) {
      EXPECT_EQ(*packets[i].data, from_hex("01020304"));
    }
    // With pieces smaller than a frame, no frame begins in the stamped one that could be stamped when it is
    // whole.
    if (size >= 11) {
      EXPECT_EQ(packets[before].dts, std::chrono::seconds(10));
      EXPECT_EQ((packets[before + 1].dts - packets[before].dts).count(), 21'333);
    }
  }
  ASSERT_EQ(poured().audio_forms.size(), 1U);
  EXPECT_EQ(poured().audio_forms[0].sample_rate, 48000);
  EXPECT_EQ(poured().audio_forms[0].config, from_hex("1190"));
}

TEST_F(PesReaderTest, FindsTheNextAudioFrameAfterGarbage) {
  const Bytes frame = from_hex(kFrame);
  ASSERT_TRUE(audio(0, frame));
  ASSERT_TRUE(audio(3'000, from_hex("001122 fff11c8001 7ffc" + kFrame + "4455")));
  ASSERT_TRUE(audio(6'000, frame, true));
  ASSERT_TRUE(audio(9'000, frame));
  EXPECT_EQ(poured().packets.size(), 3U);
  EXPECT_EQ(poured().audio_forms.size(), 1U);
}

}  // namespace
}  // namespace nigiwai::media::ingest
