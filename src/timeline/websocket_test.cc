#include "timeline/websocket.h"

#include <gtest/gtest.h>

namespace nigiwai::timeline::websocket {
namespace {

std::string client_frame(std::uint8_t first, std::string payload, bool masked = true) {
  auto frame = server_frame(Opcode::kText, payload);
  frame[0] = static_cast<char>(first);
  if (!masked) return frame;
  frame[1] = static_cast<char>(frame[1] | 0x80);
  const auto head = frame.size() - payload.size();
  const char mask[4] = {0x11, 0x22, 0x33, 0x44};
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
  return frame.substr(0, head) + std::string(mask, 4) + payload;
}

TEST(FrameReader, ReadsTheSameMessagesHoweverTheBytesAreCut) {
  std::string bytes = client_frame(0x81, "{\"do\":\"heart\"}") + client_frame(0x01, "frag") +
                      client_frame(0x89, "ping") + client_frame(0x00, "men") + client_frame(0x80, "ted") +
                      client_frame(0x82, std::string(300, 'b')) + client_frame(0x88, "\x03\xe8");
  const std::vector<Message> expected{{Opcode::kText, "{\"do\":\"heart\"}"},
                                      {Opcode::kPing, "ping"},
                                      {Opcode::kText, "fragmented"},
                                      {Opcode::kBinary, std::string(300, 'b')},
                                      {Opcode::kClose, "\x03\xe8"}};
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    FrameReader reader;
    std::vector<Message> messages;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      ASSERT_FALSE(reader.feed(std::string_view(bytes).substr(at, piece), messages).has_value());
    }
    ASSERT_EQ(messages, expected) << "pieces of " << piece;
    EXPECT_EQ(reader.held(), 0u);
  }
}

TEST(FrameReader, ClosesOnWhatNoClientMaySend) {
  const std::vector<std::pair<std::string, std::uint16_t>> table{
      {client_frame(0x81, "x", false), kProtocolError},  // not masked
      {client_frame(0xC1, "x"), kProtocolError},         // a reserved bit
      {client_frame(0x83, "x"), kProtocolError},         // a reserved opcode
      {client_frame(0x80, "x"), kProtocolError},         // a continuation of nothing
      {client_frame(0x01, "x") + client_frame(0x81, "y"), kProtocolError},
      {client_frame(0x09, "x"), kProtocolError},  // a control frame in pieces
      {client_frame(0x89, std::string(126, 'x')), kProtocolError},
      {client_frame(0x88, "x"), kProtocolError},
      {client_frame(0x81, "\xff\xfe"), kInvalidPayload},
      {client_frame(0x81, std::string(kMostMessage + 1, 'x')), kMessageTooBig},
      {client_frame(0x01, "ab") + std::string("\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10),
       kMessageTooBig},
      {std::string("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10), kMessageTooBig},
  };
  for (const auto& [bytes, code] : table) {
    FrameReader reader;
    std::vector<Message> messages;
    EXPECT_EQ(reader.feed(bytes, messages), code);
  }
}

TEST(FrameReader, HoldsNoMoreThanOneMessage) {
  FrameReader reader;
  std::vector<Message> messages;
  std::optional<std::uint16_t> code;
  for (int i = 0; i < 100 && !code; ++i) {
    code = reader.feed(client_frame(i == 0 ? 0x01 : 0x00, std::string(1000, 'x')), messages);
    EXPECT_LE(reader.held(), kMostMessage);
  }
  EXPECT_EQ(code, kMessageTooBig);
}

TEST(Handshake, AnswersAsTheExampleOfRfc6455) {
  EXPECT_EQ(accept_of("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

}  // namespace
}  // namespace nigiwai::timeline::websocket
