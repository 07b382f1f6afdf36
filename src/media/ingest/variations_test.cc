// What encoders vary, sent by one ffmpeg over RTMP and as MPEG-TS at the same time: both ways must pour the
// same show.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "media/ingest/ingest_test_support.h"
#include "media/ingest/rtmp_server.h"
#include "media/ingest/ts_demuxer.h"

namespace nigiwai::media::ingest {
namespace {

struct Variation {
  std::string name;
  std::string video_input = "-f lavfi -i testsrc2=s=320x180:r=30";
  std::string audio_input = "-f lavfi -i sine=r=48000";
  std::string encode = "-ac 2 -t 1";
  std::size_t frames = 30;
  double first_frame_s = 0;  // the first picture's time after the first sound's
  int sample_rate = 48000;
  int channels = 2;
};

std::string video_at(const std::string& rate) { return "-f lavfi -i testsrc2=s=320x180:r=" + rate; }

class Variations : public testing::TestWithParam<Variation> {
 protected:
  Variations() {
    server_ = *RtmpServer::open(loop_.get_executor(), gate_, {.port = 0});
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Variations() override {
    asio::post(loop_, [this] { server_->stop(); });
    thread_.join();
  }

  // What came over RTMP and what came as MPEG-TS.
  std::pair<Poured, Poured> send(const Variation& variation) {
    char name[] = "/tmp/nigiwai-ts-XXXXXX";
    ::close(::mkstemp(name));
    Ffmpeg encoder(words(
        fmt::format("{} {} -map 0:v -map 1:a -pix_fmt yuv420p -c:v libx264 -preset superfast -g 15 -c:a aac "
                    "-flags +global_header {} "
                    "-f tee [f=flv]rtmp://127.0.0.1:{}/live/rtmp/k|[f=mpegts]{}",
                    variation.video_input, variation.audio_input, variation.encode, server_->port(), name)));
    EXPECT_EQ(encoder.wait(), 0) << encoder.said();
    EXPECT_TRUE(gate_.wait_until_gone(++publishers_));
    std::ifstream file(name, std::ios::binary);
    ::unlink(name);
    auto feed = *gate_.admit({.protocol = "srt", .show = "srt", .key = "k", .peer = ""});
    const auto demuxed = demux_ts(
        [&](std::span<std::uint8_t> into) {
          file.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
          return static_cast<std::size_t>(file.gcount());
        },
        *feed);
    EXPECT_TRUE(demuxed);
    feed.reset();
    ++publishers_;
    const auto all = gate_.poured();
    return {all[all.size() - 2], all[all.size() - 1]};
  }

  FakeGate gate_{{{"rtmp", "k"}, {"srt", "k"}}};
  asio::io_context loop_;
  std::unique_ptr<RtmpServer> server_;
  std::thread thread_;
  std::size_t publishers_ = 0;
};

double seconds(Microseconds time) { return static_cast<double>(time.count()) / 1e6; }

TEST_P(Variations, ComeTheSameWayOverBothProtocols) {
  const auto [rtmp, ts] = send(GetParam());
  for (const Poured* poured : {&rtmp, &ts}) {
    ASSERT_EQ(poured->video_forms.size(), 1U);
    ASSERT_EQ(poured->audio_forms.size(), 1U);
    EXPECT_EQ(poured->video_forms[0].width, 320);
    EXPECT_EQ(poured->audio_forms[0].sample_rate, GetParam().sample_rate);
    EXPECT_EQ(poured->audio_forms[0].channels, GetParam().channels);
    ASSERT_EQ(poured->of(Track::kVideo).size(), GetParam().frames);
    const auto lead = poured->of(Track::kVideo)[0].pts - poured->of(Track::kAudio)[0].pts;
    EXPECT_NEAR(seconds(lead), GetParam().first_frame_s, 0.05);
  }
  EXPECT_EQ(rtmp.video_forms[0], ts.video_forms[0]);
  for (const Track track : {Track::kVideo, Track::kAudio}) {
    const auto one = rtmp.of(track);
    const auto other = ts.of(track);
    ASSERT_EQ(one.size(), other.size());
    const auto shift = one[0].dts - other[0].dts;
    for (std::size_t i = 0; i < one.size(); ++i) {
      // RTMP counts in milliseconds.
      EXPECT_NEAR(seconds(one[i].dts - other[i].dts - shift), 0, 0.0015) << i;
      EXPECT_NEAR(seconds((one[i].pts - one[i].dts) - (other[i].pts - other[i].dts)), 0, 0.0015) << i;
      EXPECT_EQ(one[i].key, other[i].key) << i;
      EXPECT_EQ(*one[i].data, *other[i].data) << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Encoders, Variations,
    testing::Values(
        Variation{.name = "Fps24", .video_input = video_at("24"), .frames = 24},
        Variation{.name = "Fps25", .video_input = video_at("25"), .frames = 25}, Variation{.name = "Fps30"},
        Variation{.name = "Fps5994", .video_input = video_at("60000/1001"), .frames = 60},
        Variation{
            .name = "VariableRate",
            .encode = "-ac 2 -t 1 -vf select=not(eq(mod(n\\,5)\\,3))*not(between(n\\,10\\,16)) -vsync vfr",
            .frames = 18},
        Variation{.name = "BFrames", .encode = "-ac 2 -t 1 -bf 3 -b_strategy 0"},
        Variation{.name = "ZeroLatency", .encode = "-ac 2 -t 1 -tune zerolatency"},
        Variation{.name = "Mono441",
                  .audio_input = "-f lavfi -i sine=r=44100",
                  .encode = "-ac 1 -t 1",
                  .sample_rate = 44100,
                  .channels = 1},
        Variation{.name = "LateAudio",
                  .audio_input = "-itsoffset 3 -f lavfi -i sine=r=48000",
                  .encode = "-ac 2 -t 4",
                  .frames = 120,
                  .first_frame_s = -3},
        Variation{.name = "AudioFirst",
                  .video_input = "-itsoffset 2 -f lavfi -i testsrc2=s=320x180:r=30",
                  .encode = "-ac 2 -t 3 -vsync passthrough",
                  .first_frame_s = 2}),
    [](const auto& info) { return info.param.name; });

TEST_F(Variations, ANewResolutionComesWithTheNextConnection) {
  const auto first = send({.name = ""});
  const auto second = send({.name = "", .video_input = "-f lavfi -i testsrc2=s=640x360:r=30"});
  EXPECT_EQ(first.first.video_forms.at(0).width, 320);
  EXPECT_EQ(second.first.video_forms.at(0).width, 640);
  EXPECT_EQ(second.second.video_forms.at(0).height, 360);
}

}  // namespace
}  // namespace nigiwai::media::ingest
