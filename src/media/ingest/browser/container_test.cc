// The demuxer on recordings as browsers make them, whole, cut and damaged.
#include "media/ingest/browser/container.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest::browser {
namespace {

const std::string kVideo = "-f lavfi -i testsrc2=s=320x180:r=30 ";
const std::string kAudio = "-f lavfi -i sine=r=48000 ";
const std::string kH264 = "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -tune zerolatency -g 30 ";
const std::string kVp8 = "-c:v libvpx -deadline realtime -cpu-used 8 -g 300 ";
const std::string kOpus = "-c:a libopus -b:a 64k -ac 1 ";
const std::string kAac = "-c:a aac -ac 2 ";
// As MediaRecorder writes them: no length known in front, no index behind.
const std::string kMatroska = " -f matroska -live 1 ";
const std::string kWebm = " -f webm -live 1 ";
const std::string kMp4 = " -f mp4 -movflags frag_keyframe+empty_moov+default_base_moof ";

Bytes record(const std::string& arguments) {
  char name[] = "/tmp/nigiwai-recording-XXXXXX";
  const int file = ::mkstemp(name);
  CHECK(file >= 0, "a test needs /tmp");
  ::close(file);
  Ffmpeg encoder(words(arguments + name));
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

// Gives the bytes in pieces of an uneven size.
Outcome demux(View bytes, const Recording& recording, int transcoders = 1) {
  FakeGate gate{{{"a", "k"}}};
  Places places(transcoders);
  auto feed = *gate.admit({.protocol = "browser", .show = "a", .key = "k", .peer = ""});
  auto result = browser::demux(
      recording,
      [&](std::span<std::uint8_t> into) {
        const std::size_t count = std::min({bytes.size(), into.size(), std::size_t{4'001}});
        std::ranges::copy(bytes.first(count), into.begin());
        bytes = bytes.subspan(count);
        return count;
      },
      *feed, places);
  return {result, gate.poured()[0]};
}

std::vector<Packet> keys(const std::vector<Packet>& video) {
  std::vector<Packet> found;
  std::ranges::copy_if(video, std::back_inserter(found), [](const Packet& packet) { return packet.key; });
  return found;
}

void expect_steady(const std::vector<Packet>& packets, double apart_us, double off_us) {
  for (std::size_t i = 1; i < packets.size(); ++i) {
    EXPECT_NEAR(static_cast<double>((packets[i].pts - packets[i - 1].pts).count()), apart_us, off_us) << i;
  }
}

TEST(BrowserContainer, KnowsWhatARecorderSays) {
  EXPECT_EQ(container_of("video/x-matroska;codecs=avc1,opus"), Container::kMatroska);
  EXPECT_EQ(container_of("video/webm"), Container::kMatroska);
  EXPECT_EQ(container_of("video/mp4;codecs=avc1.42E01E,mp4a.40.2"), Container::kMp4);
  for (const auto* other : {"", "video/ogg", "video/webmx", "text/plain;video/mp4"}) {
    const auto refused = container_of(other);
    ASSERT_FALSE(refused) << other;
    EXPECT_EQ(refused.error().field, "/mime");
  }
}

TEST(BrowserContainer, PassesH264AndTurnsOpusIntoAac) {
  const auto bytes = record(kVideo + kAudio + kH264 + kOpus + "-t 3" + kMatroska);
  const auto [result, poured] = demux(bytes, {.container = Container::kMatroska});
  ASSERT_TRUE(result) << result.error().detail;
  ASSERT_EQ(poured.video_forms.size(), 1U);
  EXPECT_EQ(poured.video_forms[0].width, 320);
  ASSERT_EQ(poured.audio_forms.size(), 1U);
  EXPECT_EQ(poured.audio_forms[0].sample_rate, 48'000);
  EXPECT_EQ(poured.audio_forms[0].channels, 1);
  const auto video = poured.of(Track::kVideo);
  EXPECT_EQ(video.size(), 90U);
  EXPECT_EQ(keys(video).size(), 3U);
  expect_steady(video, 33'333, 1'100);  // Matroska counts in milliseconds
  const auto audio = poured.of(Track::kAudio);
  EXPECT_NEAR(static_cast<double>(audio.size()), 140, 3);
  expect_steady(audio, 21'333, 2);
}

TEST(BrowserContainer, PassesMp4AsItIs) {
  const auto bytes = record(kVideo + kAudio + kH264 + kAac + "-t 3" + kMp4);
  const auto [result, poured] = demux(bytes, {.container = Container::kMp4});
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_EQ(poured.of(Track::kVideo).size(), 90U);
  EXPECT_NEAR(static_cast<double>(poured.of(Track::kAudio).size()), 141, 2);
  ASSERT_EQ(poured.audio_forms.size(), 1U);
  EXPECT_EQ(poured.audio_forms[0].channels, 2);
}

TEST(BrowserContainer, TurnsVp8IntoH264WithAKeyFrameEverySecond) {
  for (const std::string& codec :
       {kVp8, std::string("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 300 ")}) {
    const auto bytes = record(kVideo + kAudio + codec + kOpus + "-t 3" + kWebm);
    const auto [result, poured] = demux(bytes, {.container = Container::kMatroska});
    ASSERT_TRUE(result) << result.error().detail;
    ASSERT_EQ(poured.video_forms.size(), 1U);
    EXPECT_EQ(poured.video_forms[0].width, 320);
    const auto video = poured.of(Track::kVideo);
    EXPECT_EQ(video.size(), 90U);
    const auto found = keys(video);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].pts, video[0].pts);
    expect_steady(found, 1'000'000, 35'000);
  }
}

TEST(BrowserContainer, LaysARecordingOnThePagesOwnTime) {
  const auto bytes = record(kVideo + kAudio + kVp8 + kOpus + "-t 1" + kWebm);
  const Microseconds begins{5'000'000};
  const auto early = demux(bytes, {.container = Container::kMatroska}).poured;
  const auto late = demux(bytes, {.container = Container::kMatroska, .begins = begins}).poured;
  ASSERT_EQ(early.packets.size(), late.packets.size());
  for (std::size_t i = 0; i < early.packets.size(); ++i)
    EXPECT_EQ(late.packets[i].pts, early.packets[i].pts + begins);
}

TEST(BrowserContainer, ConvertsNoMorePicturesThanThereArePlaces) {
  const auto bytes = record(kVideo + kVp8 + "-t 0.2" + kWebm);
  const auto refused = demux(bytes, {.container = Container::kMatroska}, 0).result;
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::kTooMany);
  EXPECT_EQ(refused.error().type, "too-many-transcodes");
  Places places(1);
  {
    const auto one = places.take();
    EXPECT_TRUE(one);
    EXPECT_FALSE(places.take());
  }
  EXPECT_EQ(places.taken(), 0);
}

TEST(BrowserContainer, RefusesWhatCannotBeShown) {
  const auto hevc =
      record(kVideo + "-c:v libx265 -preset ultrafast -x265-params log-level=none -t 0.2" + kMatroska);
  const auto refused = demux(hevc, {.container = Container::kMatroska}).result;
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("hevc"), std::string::npos) << refused.error().detail;
  const auto six = record(kVideo + kAudio + kH264 + "-c:a libopus -ac 6 -t 0.2" + kMatroska);
  EXPECT_FALSE(demux(six, {.container = Container::kMatroska}).result);
}

TEST(BrowserContainer, EndsWhereverARecordingIsCut) {
  const auto webm = record(kVideo + kAudio + kVp8 + kOpus + "-t 1" + kWebm);
  const auto mp4 = record(kVideo + kAudio + kH264 + kAac + "-t 1" + kMp4);
  for (std::size_t i = 0; i < 40; ++i) {
    for (const auto& [bytes, container] :
         {std::pair{&webm, Container::kMatroska}, std::pair{&mp4, Container::kMp4}}) {
      const auto cut = View(*bytes).first(bytes->size() * i / 40);
      const auto outcome = demux(cut, {.container = container});
      EXPECT_TRUE(outcome.result) << i << ": " << outcome.result.error().detail;
    }
  }
}

TEST(BrowserContainer, RefusesWhatIsNoRecording) {
  std::minstd_rand random(7);
  Bytes noise(kMostHead + 100'000);
  std::ranges::generate(noise, [&] { return static_cast<std::uint8_t>(random() >> 8); });
  for (const auto container : {Container::kMatroska, Container::kMp4}) {
    const auto refused = demux(noise, {.container = container});
    ASSERT_FALSE(refused.result);
    EXPECT_EQ(refused.result.error().type, "container");
    EXPECT_TRUE(refused.poured.packets.empty());
  }
}

TEST(BrowserContainer, SurvivesDamage) {
  const auto webm = record(kVideo + kAudio + kVp8 + kOpus + "-t 1" + kWebm);
  const auto mkv = record(kVideo + kAudio + kH264 + kOpus + "-t 1" + kMatroska);
  const auto mp4 = record(kVideo + kAudio + kH264 + kAac + "-t 1" + kMp4);
  std::minstd_rand random(11);
  for (int i = 0; i < 60; ++i) {
    for (const auto* whole : {&webm, &mkv, &mp4}) {
      Bytes damaged = *whole;
      for (int flips = 1 + i / 4; flips > 0; --flips) {
        // Half of the damage in the head, where it hurts.
        const auto reach = flips % 2 == 0 ? damaged.size() : std::min<std::size_t>(damaged.size(), 600);
        damaged[random() % reach] = static_cast<std::uint8_t>(random() >> 8);
      }
      const auto outcome =
          demux(damaged, {.container = whole == &mp4 ? Container::kMp4 : Container::kMatroska});
      for (const auto& packet : outcome.poured.packets) EXPECT_GE(packet.pts, packet.dts);
    }
  }
}

}  // namespace
}  // namespace nigiwai::media::ingest::browser
