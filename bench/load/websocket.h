// The client's side of a WebSocket (RFC 6455), as far as a load generator needs it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nigiwai::bench {

enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10
};

// Asks for a WebSocket at `path`; `fields` end with "\r\n" each.
std::string websocket_request(std::string_view path, std::string_view fields);

// A whole frame as a client sends it. Masked with zeros, which the RFC allows and which costs nothing.
std::string client_frame(Opcode opcode, std::string_view payload);

// Takes frames out of what is received, in whatever pieces. Copies only what is not whole yet.
class FrameReader {
 public:
  // Calls `on_frame(Opcode, std::string_view payload)` for every whole frame; false when it answered false,
  // when the handshake was refused, or when a frame was masked or not the last of its message.
  template <typename OnFrame>
  bool take(std::string_view bytes, OnFrame on_frame) {
    if (held_.empty()) return consume(bytes, on_frame);
    std::string all = std::move(held_);
    held_.clear();
    all.append(bytes);
    return consume(all, on_frame);
  }
  bool upgraded() const { return upgraded_; }
  const std::string& held() const { return held_; }

 private:
  struct Head {
    std::size_t head = 0, payload = 0;
  };
  // Bytes of the answer to the handshake that `bytes` begin with; 0 when they are not all there.
  static std::size_t handshake(std::string_view bytes, bool& refused);
  // False when `bytes` do not hold a whole head.
  static bool read_head(std::string_view bytes, Head& head);

  template <typename OnFrame>
  bool consume(std::string_view bytes, OnFrame& on_frame) {
    if (!upgraded_) {
      bool refused = false;
      const auto size = handshake(bytes, refused);
      if (size == 0) held_ = bytes;
      if (refused) return false;
      if (size == 0) return true;
      upgraded_ = true;
      bytes.remove_prefix(size);
    }
    for (Head head; read_head(bytes, head) && bytes.size() >= head.head + head.payload;) {
      const auto first = static_cast<unsigned char>(bytes[0]);
      const bool masked = (static_cast<unsigned char>(bytes[1]) & 0x80) != 0;
      if (masked || (first & 0xf0) != 0x80) return false;
      if (!on_frame(static_cast<Opcode>(first & 0x0f), bytes.substr(head.head, head.payload))) return false;
      bytes.remove_prefix(head.head + head.payload);
    }
    held_ = bytes;
    return true;
  }

  bool upgraded_ = false;
  std::string held_;
};

}  // namespace nigiwai::bench
