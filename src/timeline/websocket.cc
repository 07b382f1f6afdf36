#include "timeline/websocket.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "base/text.h"

namespace nigiwai::timeline::websocket {

std::optional<std::uint16_t> FrameReader::feed(std::string_view bytes, std::vector<Message>& messages) {
  std::string joined;
  if (!held_.empty()) {
    joined = std::move(held_);
    held_.clear();
    joined += bytes;
    bytes = joined;
  }
  bool complete = true;
  while (complete && !bytes.empty()) {
    if (const auto code = take_frame(bytes, messages, complete)) return code;
  }
  held_.assign(bytes);
  return std::nullopt;
}

// Takes one frame from the front of `bytes`; `complete` is false when it is not all there yet.
std::optional<std::uint16_t> FrameReader::take_frame(std::string_view& bytes, std::vector<Message>& messages,
                                                     bool& complete) {
  complete = false;
  if (bytes.size() < 2) return std::nullopt;
  const auto first = static_cast<std::uint8_t>(bytes[0]), second = static_cast<std::uint8_t>(bytes[1]);
  const bool fin = (first & 0x80) != 0;
  const auto opcode = static_cast<Opcode>(first & 0x0f);
  const bool control = (first & 0x08) != 0;
  // No extension was agreed, so the reserved bits are zero; a client masks (5.1, 5.2).
  if ((first & 0x70) != 0 || (second & 0x80) == 0) return kProtocolError;
  if (opcode != Opcode::kContinuation && opcode != Opcode::kText && opcode != Opcode::kBinary &&
      opcode != Opcode::kClose && opcode != Opcode::kPing && opcode != Opcode::kPong) {
    return kProtocolError;
  }
  std::size_t head = 2;
  std::uint64_t length = second & 0x7f;
  if (control && (!fin || length > 125)) return kProtocolError;
  if (length >= 126) {
    const std::size_t wide = length == 126 ? 2 : 8;
    head += wide;
    if (bytes.size() < head) return std::nullopt;
    length = 0;
    for (std::size_t i = 2; i < head; ++i) length = length << 8 | static_cast<std::uint8_t>(bytes[i]);
  }
  if (length > most_ - fragments_.size()) return kMessageTooBig;
  if (bytes.size() < head + 4 + length) return std::nullopt;
  std::string payload(bytes.substr(head + 4, static_cast<std::size_t>(length)));
  for (std::size_t i = 0; i < payload.size(); ++i)
    payload[i] = static_cast<char>(payload[i] ^ bytes[head + i % 4]);
  bytes.remove_prefix(head + 4 + payload.size());
  complete = true;

  if (control) {
    if (opcode == Opcode::kClose && payload.size() == 1) return kProtocolError;
    messages.push_back({opcode, std::move(payload)});
    return std::nullopt;
  }
  if ((opcode == Opcode::kContinuation) != fragmented_.has_value()) return kProtocolError;
  if (!fin) {
    if (!fragmented_) fragmented_ = opcode;
    fragments_ += payload;
    return std::nullopt;
  }
  const auto kind = fragmented_.value_or(opcode);
  fragments_ += payload;
  fragmented_.reset();
  auto whole = std::move(fragments_);
  fragments_.clear();
  if (kind == Opcode::kText && !is_utf8(whole)) return kInvalidPayload;
  messages.push_back({kind, std::move(whole)});
  return std::nullopt;
}

std::string server_frame(Opcode opcode, std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 10);
  frame += static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode));
  if (payload.size() < 126) {
    frame += static_cast<char>(payload.size());
  } else if (payload.size() < 65536) {
    frame += static_cast<char>(126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  } else {
    frame += static_cast<char>(127);
    for (int shift = 56; shift >= 0; shift -= 8) {
      frame += static_cast<char>(static_cast<std::uint64_t>(payload.size()) >> shift & 0xff);
    }
  }
  return frame.append(payload);
}

std::string close_frame(std::uint16_t code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  payload += reason.substr(0, 123);
  return server_frame(Opcode::kClose, payload);
}

std::string accept_of(std::string_view key) {
  const auto text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  unsigned char base64[32];
  const int length = EVP_EncodeBlock(base64, digest, SHA_DIGEST_LENGTH);
  return std::string(reinterpret_cast<const char*>(base64), static_cast<std::size_t>(length));
}

}  // namespace nigiwai::timeline::websocket
