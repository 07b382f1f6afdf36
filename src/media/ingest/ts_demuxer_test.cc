// The demuxer on transport streams that ffmpeg made, whole and damaged.
#include "media/ingest/ts_demuxer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

const std::string kVideo = "-f lavfi -i testsrc2=s=320x180:r=30 ";
const std::string kAudio = "-f lavfi -i sine=r=48000 ";
const std::string kH264 = "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -g 30 ";
const std::string kAac = "-c:a aac -ac 2 ";

Bytes make_ts(const std::string& arguments) {
  char name[] = "/tmp/nigiwai-ts-XXXXXX";
  const int file = ::mkstemp(name);
  CHECK(file >= 0, "a test needs /tmp");
  ::close(file);
  Ffmpeg encoder(words(arguments + " -f mpegts " + name));
  CHECK(encoder.wait() == 0, encoder.said());
  std::ifstream in(name, std::ios::binary);
  Bytes bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  ::unlink(name);
  return bytes;
}

struct Outcome {
  Result<void> result;
  Poured poured;
};

// Gives the bytes in pieces of an SRT message.
Outcome demux(View bytes) {
  FakeGate gate{{{"a", "k"}}};
  auto feed = *gate.admit({.protocol = "srt", .show = "a", .key = "k", .peer = ""});
  auto result = demux_ts(
      [&](std::span<std::uint8_t> into) {
        const std::size_t count = std::min({bytes.size(), into.size(), std::size_t{1316}});
        std::ranges::copy(bytes.first(count), into.begin());
        bytes = bytes.subspan(count);
        return count;
      },
      *feed);
  return {result, gate.poured()[0]};
}

TEST(TsDemuxer, GivesEveryFrameOnce) {
  const auto [result, poured] = demux(make_ts(kVideo + kAudio + kH264 + "-bf 2 " + kAac + "-t 2"));
  ASSERT_TRUE(result);
  ASSERT_EQ(poured.video_forms.size(), 1U);
  EXPECT_EQ(poured.video_forms[0].width, 320);
  ASSERT_EQ(poured.audio_forms.size(), 1U);
  EXPECT_EQ(poured.audio_forms[0].channels, 2);
  const auto video = poured.of(Track::kVideo);
  ASSERT_EQ(video.size(), 60U);
  EXPECT_TRUE(video[0].key);
  std::set<Microseconds> shown;
  for (const auto& packet : video) {
    EXPECT_GE(packet.pts, packet.dts);
    shown.insert(packet.pts);
  }
  EXPECT_EQ(shown.size(), 60U);
  EXPECT_NEAR(static_cast<double>((*shown.rbegin() - *shown.begin()).count()), 59 * 33'333.3, 100);
  const auto audio = poured.of(Track::kAudio);
  EXPECT_NEAR(static_cast<double>(audio.size()), 95, 2);
  for (std::size_t i = 1; i < audio.size(); ++i) {
    EXPECT_NEAR(static_cast<double>((audio[i].dts - audio[i - 1].dts).count()), 21'333, 30);
  }
}

TEST(TsDemuxer, WaitsForNoTrack) {
  const auto silent = demux(make_ts(kVideo + kH264 + "-t 1")).poured;
  EXPECT_EQ(silent.of(Track::kVideo).size(), 30U);
  EXPECT_TRUE(silent.audio_forms.empty());

  const auto first = demux(make_ts("-itsoffset 2 " + kVideo + kAudio + kH264 + kAac + "-t 3")).poured;
  const auto first_by = first.of(Track::kVideo)[0].pts - first.of(Track::kAudio)[0].dts;
  EXPECT_NEAR(static_cast<double>(first_by.count()), 2e6, 1e5);
  EXPECT_EQ(first.packets[0].track, Track::kAudio);
}

TEST(TsDemuxer, FollowsAChangeOfTablesAndResolution) {
  // Video alone, then with sound and another size, as an encoder whose scene is changed sends it.
  Bytes stream = make_ts(kVideo + kH264 + "-t 1");
  append(stream, make_ts("-f lavfi -i testsrc2=s=640x360:r=30 " + kAudio + kH264 + kAac + "-t 1"));
  const auto [result, poured] = demux(stream);
  ASSERT_TRUE(result);
  ASSERT_EQ(poured.video_forms.size(), 2U);
  EXPECT_EQ(poured.video_forms[1].width, 640);
  EXPECT_EQ(poured.audio_forms.size(), 1U);
  EXPECT_GE(poured.of(Track::kVideo).size(), 58U);
  EXPECT_GE(poured.of(Track::kAudio).size(), 40U);
}

TEST(TsDemuxer, RefusesOtherCodecs) {
  const auto hevc = demux(
      make_ts(kVideo + "-pix_fmt yuv420p -c:v libx265 -preset ultrafast -x265-params log-level=0 -t 0.5"));
  ASSERT_FALSE(hevc.result);
  EXPECT_EQ(hevc.result.error().detail, "The encoder sends HEVC (H.265). Choose H.264 as the video codec.");
  const auto mp3 = demux(make_ts(kAudio + "-c:a libmp3lame -t 0.5"));
  ASSERT_FALSE(mp3.result);
  EXPECT_EQ(mp3.result.error().detail, "The encoder sends MP3. Choose AAC as the audio codec.");
  const auto deep = demux(make_ts(kVideo + "-pix_fmt yuv444p -c:v libx264 -preset ultrafast -t 0.5"));
  ASSERT_FALSE(deep.result);
  EXPECT_TRUE(deep.result.error().detail.contains("4:2:0"));
}

TEST(TsDemuxer, LosesOnlyUpToTheNextKeyFrame) {
  Bytes stream = make_ts(kVideo + kH264 + "-t 3");
  const std::size_t packet = stream.size() / 188 / 2 * 188;  // in the second of three groups of pictures
  stream.erase(stream.begin() + static_cast<std::ptrdiff_t>(packet),
               stream.begin() + static_cast<std::ptrdiff_t>(packet + 188));
  const auto [result, poured] = demux(stream);
  ASSERT_TRUE(result);
  const auto video = poured.of(Track::kVideo);
  EXPECT_LT(video.size(), 90U);
  EXPECT_GE(video.size(), 60U);
  for (std::size_t i = 1; i < video.size(); ++i) {
    if (video[i].dts - video[i - 1].dts > std::chrono::milliseconds(40)) {
      EXPECT_TRUE(video[i].key) << "after the gap";
    }
  }
}

TEST(TsDemuxer, SurvivesDamage) {
  const Bytes whole = make_ts(kVideo + kAudio + kH264 + kAac + "-t 1");
  std::mt19937 random{3};
  for (int round = 0; round < 60; ++round) {
    Bytes bytes = whole;
    for (auto i = 1 + random() % 400; i > 0; --i)
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
    if (round % 3 == 0)
      bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(random() % 500));
    if (round % 3 == 1) bytes.resize(random() % bytes.size());
    const auto [result, poured] = demux(bytes);
    for (const auto& packet : poured.packets) {
      ASSERT_GE(packet.pts, packet.dts);
      ASSERT_FALSE(packet.data->empty());
    }
  }
}

TEST(TsDemuxer, GivesUpOnWhatIsNoTransportStream) {
  std::mt19937 random{5};
  Bytes noise(100'003);
  for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
  std::size_t given = 0;
  FakeGate gate{{{"a", "k"}}};
  auto feed = *gate.admit({.protocol = "srt", .show = "a", .key = "k", .peer = ""});
  const auto result = demux_ts(
      [&](std::span<std::uint8_t> into) {
        for (auto& byte : into) byte = noise[given++ % noise.size()];
        return into.size();
      },
      *feed);
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().detail.contains("MPEG-TS"));
  EXPECT_LT(given, kMaxWithoutFrame * 2);
  EXPECT_TRUE(demux({}).poured.packets.empty());
}

}  // namespace
}  // namespace nigiwai::media::ingest
