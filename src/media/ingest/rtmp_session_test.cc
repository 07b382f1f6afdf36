#include "media/ingest/rtmp_session.h"

#include <gtest/gtest.h>

#include <optional>

#include "media/ingest/amf.h"
#include "media/ingest/ingest_test_support.h"

namespace nigiwai::media::ingest {
namespace {

namespace json = boost::json;

// An encoder's side of the conversation.
class RtmpSessionTest : public testing::Test {
 protected:
  void greet() {
    Bytes hello{3};
    append(hello, Bytes(1536, 0x55));
    ASSERT_TRUE(send(View(hello).first(700)));
    ASSERT_TRUE(answer_.empty());
    ASSERT_TRUE(send(View(hello).subspan(700)));
    ASSERT_EQ(answer_.size(), 1U + 1536 + 1536);
    EXPECT_EQ(answer_[0], 3);
    EXPECT_EQ(Bytes(answer_.begin() + 5, answer_.begin() + 9), Bytes(4, 0)) << "the version in S1";
    EXPECT_EQ(Bytes(answer_.begin() + 1537, answer_.end()), Bytes(1536, 0x55)) << "S2 echoes C1";
    answer_.clear();
    ASSERT_TRUE(send(Bytes(1536, 0)));
  }
  bool send(View bytes) { return session_->receive(bytes, answer_); }
  bool send(RtmpType type, std::uint32_t timestamp, Bytes payload) {
    Bytes bytes;
    write_chunks(bytes, 4, {.type = type, .timestamp = timestamp, .stream = 1, .payload = std::move(payload)},
                 128);
    return send(bytes);
  }
  bool command(const json::array& values, RtmpType type = RtmpType::kCommand) {
    Bytes payload;
    if (type == RtmpType::kCommand3) payload.push_back(0);
    for (const auto& value : values) write_amf(payload, value);
    return send(type, 0, std::move(payload));
  }
  void connect(const std::string& app = "live") {
    greet();
    ASSERT_TRUE(command({"connect", 1, json::object{{"app", app}, {"tcUrl", "rtmp://x/live"}}}));
    answers();
  }
  bool publish(const std::string& name) { return command({"publish", 5, nullptr, name, "live"}); }

  // What the server has said since the last call.
  std::vector<RtmpMessage> answers() {
    std::vector<RtmpMessage> messages;
    const auto read = peer_.read(answer_, messages);
    EXPECT_TRUE(read);
    answer_.clear();
    return messages;
  }
  // The members of the last status or error it said.
  json::object last_status() {
    json::object status;
    for (const auto& message : answers()) {
      if (message.type != RtmpType::kCommand) continue;
      const auto values = read_amf(message.payload);
      EXPECT_TRUE(values);
      if (values->size() > 3 && values->at(3).is_object()) status = values->at(3).get_object();
    }
    return status;
  }

  FakeGate gate_{{{"spring", "k3y"}, {"autumn", "k"}}};
  std::optional<RtmpSession> session_{std::in_place, gate_, "127.0.0.1:5"};
  Bytes answer_;
  ChunkReader peer_;
};

TEST_F(RtmpSessionTest, APublisherIsLedIn) {
  greet();
  ASSERT_TRUE(command({"connect", 1, json::object{{"app", "live"}}}));
  const auto said = answers();
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].type, RtmpType::kWindowAcknowledgementSize);
  EXPECT_EQ(said[1].type, RtmpType::kSetPeerBandwidth);
  const auto result = read_amf(said[2].payload);
  EXPECT_EQ(result->at(0), "_result");
  EXPECT_EQ(result->at(1), 1.0);
  EXPECT_EQ(result->at(3).at("code"), "NetConnection.Connect.Success");

  ASSERT_TRUE(command({"releaseStream", 2, nullptr, "spring?key=k3y"}));
  ASSERT_TRUE(command({"FCPublish", 3, nullptr, "spring?key=k3y"}));
  ASSERT_TRUE(command({"_checkbw", 9, nullptr}));
  ASSERT_TRUE(command({"createStream", 4, nullptr}));
  const auto created = answers();
  ASSERT_EQ(created.size(), 3U);
  EXPECT_EQ(read_amf(created[2].payload)->at(3), 1.0) << "the number of the stream";

  ASSERT_TRUE(publish("spring?key=k3y"));
  EXPECT_TRUE(session_->publishing());
  const auto started = answers();
  ASSERT_EQ(started.size(), 2U);
  EXPECT_EQ(started[0].type, RtmpType::kUserControl);
  EXPECT_EQ(started[0].payload, from_hex("0000 00000001")) << "stream 1 begins";
  EXPECT_EQ(read_amf(started[1].payload)->at(3).at("code"), "NetStream.Publish.Start");
  EXPECT_EQ(gate_.poured()[0].request.show, "spring");
  EXPECT_EQ(gate_.poured()[0].request.protocol, "rtmp");

  ASSERT_TRUE(command({"@setDataFrame", "onMetaData"}));
  ASSERT_TRUE(send(RtmpType::kAudio, 40, from_hex("af001190")));
  ASSERT_TRUE(send(RtmpType::kAudio, 40, from_hex("af012110")));
  EXPECT_EQ(gate_.poured()[0].packets.size(), 1U);
  ASSERT_TRUE(command({"FCUnpublish", 6, nullptr, "spring"}));
  ASSERT_TRUE(command({"deleteStream", 7, nullptr, 1}));
  EXPECT_FALSE(session_->publishing());
  EXPECT_TRUE(gate_.poured()[0].gone);
  EXPECT_TRUE(publish("spring?key=k3y")) << "and may come back";
}

TEST_F(RtmpSessionTest, TheShowMayStandInTheApp) {
  connect("live/spring");
  EXPECT_TRUE(command({"publish", 5, nullptr, "k3y", "live"}, RtmpType::kCommand3));
  EXPECT_TRUE(session_->publishing());
}

TEST_F(RtmpSessionTest, PingsAreAnsweredAndBytesAcknowledged) {
  connect();
  ASSERT_TRUE(send(RtmpType::kUserControl, 0, from_hex("0006 01020304")));
  EXPECT_EQ(answers().at(0).payload, from_hex("0007 01020304"));
  ASSERT_TRUE(send(RtmpType::kWindowAcknowledgementSize, 0, from_hex("00001000")));
  answers();
  ASSERT_TRUE(send(RtmpType::kData, 0, Bytes(4096, 0)));
  const auto said = answers();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].type, RtmpType::kAcknowledgement);
}

TEST_F(RtmpSessionTest, WrongNamesAreRefusedWithASentence) {
  for (const auto& [name, sentence] : {std::pair{"spring?key=wrong", "The stream key is wrong."},
                                       std::pair{"winter?key=k3y", "There is no such show."},
                                       std::pair{"spring", "stream key is not complete"}}) {
    session_.emplace(gate_, "127.0.0.1:5");
    peer_ = {};
    connect();
    EXPECT_FALSE(publish(name));
    const auto status = last_status();
    EXPECT_EQ(status.at("code"), "NetStream.Publish.BadName");
    EXPECT_EQ(status.at("level"), "error");
    EXPECT_TRUE(std::string_view(status.at("description").get_string()).contains(sentence)) << name;
  }
  EXPECT_TRUE(gate_.poured().empty());
}

TEST_F(RtmpSessionTest, ASecondPublisherIsRefused) {
  auto first = gate_.admit({.protocol = "rtmp", .show = "spring", .key = "k3y", .peer = ""});
  connect();
  EXPECT_FALSE(publish("spring?key=k3y"));
  EXPECT_TRUE(std::string_view(last_status().at("description").get_string()).contains("Another encoder"));
}

TEST_F(RtmpSessionTest, ASecondPublishOnOneConnectionIsRefused) {
  connect();
  EXPECT_TRUE(publish("spring?key=k3y"));
  EXPECT_FALSE(publish("autumn?key=k"));
  EXPECT_EQ(last_status().at("code"), "NetStream.Publish.BadName");
  EXPECT_EQ(gate_.poured().size(), 1U);
  EXPECT_TRUE(gate_.poured()[0].gone);
}

TEST_F(RtmpSessionTest, OtherAppsAreRefused) {
  greet();
  EXPECT_FALSE(command({"connect", 1, json::object{{"app", "vod"}}}));
  EXPECT_EQ(last_status().at("code"), "NetConnection.Connect.Rejected");
}

TEST_F(RtmpSessionTest, PlayingIsRefused) {
  connect();
  EXPECT_FALSE(command({"play", 4, nullptr, "spring"}));
  EXPECT_EQ(last_status().at("code"), "NetStream.Play.Failed");
}

TEST_F(RtmpSessionTest, AnotherCodecIsToldToThePresenterAndEndsIt) {
  connect();
  ASSERT_TRUE(publish("spring?key=k3y"));
  answers();
  EXPECT_FALSE(send(RtmpType::kVideo, 0, from_hex("90 68766331 0102")));
  const Poured poured = gate_.poured()[0];
  ASSERT_EQ(poured.refusals.size(), 1U);
  EXPECT_EQ(poured.refusals[0].detail, "The encoder sends HEVC (H.265). Choose H.264 as the video codec.");
  EXPECT_TRUE(poured.gone);
  EXPECT_EQ(last_status().at("description").get_string(), poured.refusals[0].detail);
}

TEST_F(RtmpSessionTest, AFeedThatIsClosedEndsIt) {
  connect();
  ASSERT_TRUE(publish("spring?key=k3y"));
  gate_.close_all();
  EXPECT_FALSE(send(RtmpType::kAudio, 0, from_hex("af001190")));
  EXPECT_TRUE(gate_.poured()[0].gone);
}

TEST_F(RtmpSessionTest, WhatDoesNotSpeakRtmpIsClosed) { EXPECT_FALSE(send(from_hex("474554202f"))); }

TEST_F(RtmpSessionTest, DamageEndsIt) {
  connect();
  ASSERT_TRUE(publish("spring?key=k3y"));
  EXPECT_FALSE(send(from_hex("c9 ff ff")));
  EXPECT_EQ(gate_.poured()[0].refusals.size(), 1U);
  EXPECT_TRUE(gate_.poured()[0].gone);
}

TEST_F(RtmpSessionTest, CommandsBeforeConnectEndIt) {
  greet();
  EXPECT_FALSE(publish("spring?key=k3y"));
  EXPECT_TRUE(gate_.poured().empty());
}

TEST_F(RtmpSessionTest, UnreadableCommandsEndIt) {
  connect();
  EXPECT_FALSE(send(RtmpType::kCommand, 0, from_hex("0200ff")));
}

}  // namespace
}  // namespace nigiwai::media::ingest
