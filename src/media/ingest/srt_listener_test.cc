// The SRT listener with real encoders.
#include "media/ingest/srt_listener.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <srt/access_control.h>
#include <srt/srt.h>

#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

using std::chrono::milliseconds;

const std::string kInputs = "-f lavfi -i testsrc2=s=320x180:r=30 -f lavfi -i sine=r=48000 ";
const std::string kEncode =
    "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -tune zerolatency -g 30 -c:a aac -ac 2 -t 1.5 -f "
    "mpegts ";

class SrtListenerTest : public testing::Test {
 protected:
  void open(SrtLimits limits = {}) {
    auto opened = SrtListener::open(gate_, {.port = 0, .limits = limits});
    ASSERT_TRUE(opened) << opened.error().detail;
    listener_ = std::move(*opened);
  }
  std::vector<std::string> publish(const std::string& stream_id, const std::string& more = "") const {
    return words(
        "-re " + kInputs + kEncode +
        fmt::format("srt://127.0.0.1:{}?pkt_size=1316&streamid={}{}", listener_->port(), stream_id, more));
  }
  // What the listener answers to a stream id; 0 when it accepts.
  int refused_with(const std::string& stream_id) const {
    const SRTSOCKET socket = srt_create_socket();
    srt_setsockflag(socket, SRTO_STREAMID, stream_id.data(), static_cast<int>(stream_id.size()));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(listener_->port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected = srt_connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    const int reason = connected ? 0 : srt_getrejectreason(socket);
    srt_close(socket);
    return reason;
  }

  FakeGate gate_{{{"spring", "k3y"}, {"autumn", "other"}, {"secret", "k"}}, {{"secret", "correct horse"}}};
  std::unique_ptr<SrtListener> listener_;
};

TEST_F(SrtListenerTest, TakesTwoPublishersAtOnce) {
  open();
  Ffmpeg first(publish("#!::r=spring,s=k3y,m=publish"));
  Ffmpeg second(publish("publish:autumn:other"));
  ASSERT_TRUE(gate_.wait_until(
      [](const auto& all) { return all.size() == 2 && !all[0].packets.empty() && !all[1].packets.empty(); }));
  EXPECT_EQ(first.wait(), 0) << first.said();
  EXPECT_EQ(second.wait(), 0) << second.said();
  ASSERT_TRUE(gate_.wait_until_gone(2));
  for (const auto& poured : gate_.poured()) {
    ASSERT_EQ(poured.video_forms.size(), 1U);
    EXPECT_EQ(poured.video_forms[0].width, 320);
    EXPECT_EQ(poured.audio_forms.size(), 1U);
    EXPECT_TRUE(poured.refusals.empty());
    // What is in flight when ffmpeg closes is lost: SRT's live mode does not wait for it.
    EXPECT_GE(poured.of(Track::kVideo).size(), 30U);
    EXPECT_TRUE(poured.of(Track::kVideo)[0].key);
    EXPECT_GE(poured.of(Track::kAudio).size(), 40U);
  }
}

TEST_F(SrtListenerTest, RefusesWithTheCodesOfAccessControl) {
  open();
  Ffmpeg right(publish("spring?key=k3y"));
  ASSERT_TRUE(gate_.wait_until([](const auto& all) { return all.size() == 1; }));
  EXPECT_EQ(refused_with("spring?key=guess"), SRT_REJX_UNAUTHORIZED);
  EXPECT_EQ(refused_with("winter?key=k3y"), SRT_REJX_NOTFOUND);
  EXPECT_EQ(refused_with("spring?key=k3y"), SRT_REJX_CONFLICT);
  EXPECT_EQ(refused_with("spring"), SRT_REJX_BAD_REQUEST);
  EXPECT_EQ(refused_with(""), SRT_REJX_BAD_REQUEST);
  EXPECT_EQ(refused_with("#!::r=autumn,s=other,m=request"), SRT_REJX_BAD_MODE);
  EXPECT_EQ(gate_.poured().size(), 1U);
}

TEST_F(SrtListenerTest, RefusesMorePublishersThanItHasRoomFor) {
  open({.publishers = 1});
  Ffmpeg first(publish("spring?key=k3y"));
  ASSERT_TRUE(gate_.wait_until([](const auto& all) { return all.size() == 1; }));
  EXPECT_EQ(refused_with("autumn?key=other"), SRT_REJX_OVERLOAD);
}

TEST_F(SrtListenerTest, AsksForThePassphraseOfTheShow) {
  open();
  Ffmpeg without(publish("secret?key=k"));
  EXPECT_NE(without.wait(), 0);
  ASSERT_TRUE(gate_.wait_until_gone(1));
  Ffmpeg wrong(publish("secret?key=k", "&passphrase=battery_staple"));
  EXPECT_NE(wrong.wait(), 0);
  ASSERT_TRUE(gate_.wait_until_gone(2)) << "the place is free again";
  auto arguments = publish("secret?key=k", "&passphrase=correct horse");
  arguments[arguments.size() - 2] += " " + arguments.back();
  arguments.pop_back();
  Ffmpeg right(arguments);
  EXPECT_TRUE(gate_.wait_until([](const auto& all) { return all.size() == 3 && !all[2].packets.empty(); }));
  EXPECT_TRUE(gate_.poured()[0].packets.empty());
  EXPECT_TRUE(gate_.poured()[1].packets.empty());
}

TEST_F(SrtListenerTest, TellsThePresenterOfAnotherCodec) {
  open();
  Ffmpeg encoder(words("-re " + kInputs + "-c:v mpeg2video -c:a aac -t 5 -f mpegts " +
                       fmt::format("srt://127.0.0.1:{}?streamid=spring?key=k3y", listener_->port())));
  ASSERT_TRUE(gate_.wait_until_gone(1));
  ASSERT_EQ(gate_.poured()[0].refusals.size(), 1U);
  EXPECT_EQ(gate_.poured()[0].refusals[0].detail,
            "The encoder sends MPEG2VIDEO. Choose H.264 as the video codec.");
  EXPECT_NE(encoder.wait(), 0);
}

TEST_F(SrtListenerTest, ClosesWhoeverIsSilentOrNoLongerWanted) {
  open({.idle = milliseconds(300)});
  Ffmpeg silent(publish("spring?key=k3y"));
  ASSERT_TRUE(gate_.wait_until([](const auto& all) { return all.size() == 1 && !all[0].packets.empty(); }));
  silent.pause();
  EXPECT_TRUE(gate_.wait_until_gone(1));
  Ffmpeg unwanted(publish("autumn?key=other"));
  ASSERT_TRUE(gate_.wait_until([](const auto& all) { return all.size() == 2 && !all[1].packets.empty(); }));
  gate_.close_all();
  EXPECT_TRUE(gate_.wait_until_gone(2));
}

TEST_F(SrtListenerTest, StopEndsThePublishers) {
  open();
  Ffmpeg encoder(publish("spring?key=k3y"));
  ASSERT_TRUE(gate_.wait_until([](const auto& all) { return all.size() == 1 && !all[0].packets.empty(); }));
  listener_->stop();
  EXPECT_TRUE(gate_.poured()[0].gone);
}

TEST_F(SrtListenerTest, SaysWhyItCannotListen) {
  EXPECT_EQ(SrtListener::open(gate_, {.address = "nowhere", .port = 0}).error().type, "listen");
  EXPECT_FALSE(SrtListener::open(gate_, {.address = "192.0.2.1", .port = 0}));
}

}  // namespace
}  // namespace nigiwai::media::ingest
