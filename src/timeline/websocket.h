// WebSocket framing (RFC 6455), without a socket: bytes in, messages out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::timeline::websocket {

// A command is a line of JSON; nothing that a viewer sends is larger.
inline constexpr std::size_t kMostMessage = 16 * 1024;

enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10
};

struct Message {
  Opcode opcode;  // kText, kBinary, kClose, kPing or kPong
  std::string payload;
  bool operator==(const Message&) const = default;
};

// Close codes of RFC 6455 7.4.1.
inline constexpr std::uint16_t kNormalClosure = 1000, kGoingAway = 1001, kProtocolError = 1002,
                               kUnsupportedData = 1003, kInvalidPayload = 1007, kPolicyViolation = 1008,
                               kMessageTooBig = 1009;

// Reads the frames of a client. After feed() has answered a close code nothing more may be fed.
class FrameReader {
 public:
  // `most` bytes to a message.
  explicit FrameReader(std::size_t most = kMostMessage) : most_(most) {}
  // Appends each complete message to `messages`. Nothing when all is well; else the code to close with.
  std::optional<std::uint16_t> feed(std::string_view bytes, std::vector<Message>& messages);
  // Bytes that are kept for an unfinished frame or message.
  std::size_t held() const { return held_.size() + fragments_.size(); }
  // Between two messages: a new reader would go on as well.
  bool is_idle() const { return held() == 0 && !fragmented_; }

 private:
  std::optional<std::uint16_t> take_frame(std::string_view& bytes, std::vector<Message>& messages,
                                          bool& complete);

  std::size_t most_;
  std::string held_;
  std::string fragments_;
  std::optional<Opcode> fragmented_;
};

// One unmasked frame, as a server sends it.
std::string server_frame(Opcode opcode, std::string_view payload);
std::string close_frame(std::uint16_t code, std::string_view reason);

// Sec-WebSocket-Accept for a client's Sec-WebSocket-Key (RFC 6455 4.2.2).
std::string accept_of(std::string_view key);

}  // namespace nigiwai::timeline::websocket
