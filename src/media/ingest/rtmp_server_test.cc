// The RTMP server with real encoders, and with peers that behave badly.
#include "media/ingest/rtmp_server.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string kVideo = "-f lavfi -i testsrc2=s=320x180:r=30 ";
const std::string kAudio = "-f lavfi -i sine=r=48000 ";
const std::string kEncode =
    "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -tune zerolatency -g 30 -c:a aac -ac 2 -t 3 -f flv ";

class RtmpServerTest : public testing::Test {
 protected:
  void open(RtmpLimits limits = {}) {
    auto opened = RtmpServer::open(loop_.get_executor(), gate_, {.port = 0, .limits = limits});
    ASSERT_TRUE(opened) << opened.error().detail;
    server_ = std::move(*opened);
    thread_ = std::thread([this] { loop_.run(); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    asio::post(loop_, [this] { server_->stop(); });
    thread_.join();
  }
  ~RtmpServerTest() override { stop(); }

  std::string url(const std::string& path) const {
    return fmt::format("rtmp://127.0.0.1:{}/{}", server_->port(), path);
  }
  tcp::socket connect() {
    tcp::socket socket(client_);
    socket.connect({asio::ip::make_address("127.0.0.1"), server_->port()});
    return socket;
  }

  FakeGate gate_{{{"spring", "k3y"}, {"autumn", "other"}}};
  asio::io_context client_;
  asio::io_context loop_;
  std::unique_ptr<RtmpServer> server_;
  std::thread thread_;
};

TEST_F(RtmpServerTest, TakesTwoPublishersAtOnce) {
  open();
  Ffmpeg first(words("-re " + kVideo + "-re " + kAudio + kEncode + url("live/spring?key=k3y")));
  Ffmpeg second(words("-re " + kVideo + "-re " + kAudio + kEncode + url("live/autumn/other")));
  ASSERT_TRUE(gate_.wait_until(
      [](const auto& all) { return all.size() == 2 && !all[0].packets.empty() && !all[1].packets.empty(); }));
  EXPECT_FALSE(gate_.poured()[0].gone) << "both at once";
  EXPECT_EQ(first.wait(), 0) << first.said();
  EXPECT_EQ(second.wait(), 0) << second.said();
  ASSERT_TRUE(gate_.wait_until_gone(2));
  for (const auto& poured : gate_.poured()) {
    ASSERT_EQ(poured.video_forms.size(), 1U);
    EXPECT_EQ(poured.video_forms[0].width, 320);
    EXPECT_EQ(poured.video_forms[0].height, 180);
    ASSERT_EQ(poured.audio_forms.size(), 1U);
    EXPECT_EQ(poured.audio_forms[0].sample_rate, 48000);
    EXPECT_EQ(poured.audio_forms[0].channels, 2);
    EXPECT_TRUE(poured.refusals.empty());
    const auto video = poured.of(Track::kVideo);
    const auto audio = poured.of(Track::kAudio);
    ASSERT_EQ(video.size(), 90U);
    EXPECT_TRUE(video[0].key);
    EXPECT_NEAR(static_cast<double>((video[89].dts - video[0].dts).count()), 2'966'667, 1'000);
    EXPECT_NEAR(static_cast<double>(audio.size()), 141, 3);
    for (std::size_t i = 1; i < video.size(); ++i) {
      EXPECT_GT(video[i].dts, video[i - 1].dts);
      EXPECT_EQ(video[i].key, i % 30 == 0);
    }
  }
}

TEST_F(RtmpServerTest, RefusesAWrongKeyAndAnotherCodec) {
  open();
  Ffmpeg wrong_key(words(kVideo + kAudio + kEncode + url("live/spring?key=guess")));
  Ffmpeg no_show(words(kVideo + kAudio + kEncode + url("live/winter/k3y")));
  EXPECT_NE(wrong_key.wait(), 0);
  EXPECT_TRUE(wrong_key.said().contains("The stream key is wrong.")) << wrong_key.said();
  EXPECT_NE(no_show.wait(), 0);
  EXPECT_TRUE(no_show.said().contains("There is no such show.")) << no_show.said();
  EXPECT_TRUE(gate_.poured().empty());

  Ffmpeg mp3(words(kVideo +
                   "-f lavfi -i sine=r=44100 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -c:a libmp3lame "
                   "-t 3 -f flv " +
                   url("live/spring?key=k3y")));
  ASSERT_TRUE(gate_.wait_until_gone(1));
  ASSERT_EQ(gate_.poured()[0].refusals.size(), 1U);
  EXPECT_EQ(gate_.poured()[0].refusals[0].detail, "The encoder sends MP3. Choose AAC as the audio codec.");
  Ffmpeg flash(words(kVideo + "-c:v flv1 -t 3 -f flv " + url("live/autumn/other")));
  ASSERT_TRUE(gate_.wait_until_gone(2));
  EXPECT_TRUE(gate_.poured()[1].refusals.at(0).detail.contains("Choose H.264"));
}

TEST_F(RtmpServerTest, AnEncoderThatPlaysIsRefused) {
  open();
  Ffmpeg player(words("-i " + url("live/spring") + " -f null -"));
  EXPECT_NE(player.wait(), 0);
  EXPECT_TRUE(player.said().contains("Nothing is played over RTMP here.")) << player.said();
}

// Reads until the server closes; a server that never does lets the test run into its time limit.
std::size_t read_to_end(tcp::socket& socket) {
  boost::system::error_code error;
  std::vector<char> bytes(1 << 16);
  std::size_t size = 0;
  while (!error) size += socket.read_some(asio::buffer(bytes), error);
  return size;
}

TEST_F(RtmpServerTest, ClosesWhoeverStaysSilentOrTalksNonsense) {
  open({.time_to_publish = milliseconds(300)});
  auto silent = connect();
  EXPECT_EQ(read_to_end(silent), 0U);
  auto web = connect();
  asio::write(web, asio::buffer(std::string("GET / HTTP/1.1\r\n\r\n")));
  EXPECT_EQ(read_to_end(web), 0U);
  auto dribble = connect();
  asio::write(dribble, asio::buffer(Bytes(1 + 1536, 3)));
  EXPECT_EQ(read_to_end(dribble), 3073U) << "greeted, then closed";
}

TEST_F(RtmpServerTest, ClosesAPublisherWhoseNetworkIsGone) {
  open({.idle = milliseconds(300)});
  Ffmpeg encoder(words("-re " + kVideo + kEncode + url("live/spring?key=k3y")));
  ASSERT_TRUE(gate_.wait_until([](const auto& all) { return !all.empty() && !all[0].packets.empty(); }));
  encoder.pause();
  EXPECT_TRUE(gate_.wait_until_gone(1));
}

TEST_F(RtmpServerTest, StrangersDoNotTakeTheRoomOfPublishers) {
  open({.connections_without_key = 2});
  auto first = connect();
  auto second = connect();
  auto third = connect();
  EXPECT_EQ(read_to_end(third), 0U) << "closed at once";
  first.close();
  ASSERT_TRUE(gate_.wait_until([&](const auto&) {
    // There is room again as soon as the server has noticed.
    auto next = connect();
    boost::system::error_code error;
    asio::write(next, asio::buffer(Bytes(1 + 1536, 3)), error);
    Bytes greeting(3073);
    asio::read(next, asio::buffer(greeting), error);
    return !error;
  }));
}

TEST_F(RtmpServerTest, StopEndsThePublishers) {
  open();
  Ffmpeg encoder(words("-re " + kVideo + kEncode + url("live/spring?key=k3y")));
  ASSERT_TRUE(gate_.wait_until([](const auto& all) { return !all.empty() && !all[0].packets.empty(); }));
  stop();
  EXPECT_TRUE(gate_.poured()[0].gone);
  EXPECT_NE(encoder.wait(), 0);
}

TEST_F(RtmpServerTest, SaysWhyItCannotListen) {
  open();
  const auto again = RtmpServer::open(loop_.get_executor(), gate_, {.port = server_->port()});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().type, "listen");
  EXPECT_FALSE(RtmpServer::open(loop_.get_executor(), gate_, {.address = "nowhere", .port = 0}));
}

}  // namespace
}  // namespace nigiwai::media::ingest
