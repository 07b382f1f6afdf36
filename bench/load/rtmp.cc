#include "load/rtmp.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace nigiwai::bench {
namespace {

constexpr std::size_t kHandshake = 1536;
constexpr std::size_t kOurChunk = 4096;
constexpr std::uint32_t kNoTime = 0xffffff;  // 5.3.1.3: the time stands behind the head

std::string big_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

std::uint32_t read_big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// AMF 0.
std::string amf(std::string_view text) { return '\2' + big_endian(text.size(), 2) + std::string(text); }
std::string amf(double number) { return '\0' + big_endian(std::bit_cast<std::uint64_t>(number), 8); }
std::string amf_null() { return "\5"; }
std::string amf_member(std::string_view name, std::string_view value) {
  return big_endian(name.size(), 2) + std::string(name) + amf(value);
}
std::string amf_object(std::string_view members) {
  return '\3' + std::string(members) + std::string("\0\0\11", 3);
}

}  // namespace

RtmpPublisher::RtmpPublisher(Poller& poller, int port, std::string key)
    : key_(std::move(key)),
      stream_(poller, port, 0,
              {.connected = [this] { stream_.send("\3" + std::string(kHandshake, '\0')); },
               .received = [this](std::string_view bytes) { take(bytes); },
               .broke = [this] { broken_ = true; }}) {}

void RtmpPublisher::take(std::string_view bytes) {
  held_ += bytes;
  if (!shaken_) {
    if (held_.size() < 1 + 2 * kHandshake) return;
    stream_.send(held_.substr(1, kHandshake));  // C2 echoes S1
    held_.erase(0, 1 + 2 * kHandshake);
    shaken_ = true;
    ask();
  }
  while (take_chunk()) continue;
}

// 5.3.1: basic head, message head, extended time, and as much of the message as one chunk carries.
bool RtmpPublisher::take_chunk() {
  if (held_.empty()) return false;
  const auto first = static_cast<unsigned char>(held_[0]);
  const auto format = first >> 6;
  const auto id = static_cast<std::size_t>(first & 0x3f);
  if (id < 2) give_up("RTMP: a chunk stream beyond what servers use");
  static constexpr std::size_t kHeads[] = {11, 7, 3, 0};
  std::size_t head = 1 + kHeads[format];
  if (held_.size() < head) return false;
  auto& message = incoming_[id];
  auto size = message.size;
  auto type = message.type;
  if (format <= 1) {
    size = read_big_endian(held_, 4, 3);
    type = held_[7];
  }
  const bool extended = format <= 2 ? read_big_endian(held_, 1, 3) == kNoTime : message.extended;
  if (extended) head += 4;
  const auto part = std::min(their_chunk_, size - message.body.size());
  if (held_.size() < head + part) return false;
  message.size = size;
  message.type = type;
  message.extended = extended;
  message.body.append(held_, head, part);
  held_.erase(0, head + part);
  if (message.body.size() == message.size) take_message(message.type, std::exchange(message.body, {}));
  return true;
}

void RtmpPublisher::take_message(int type, std::string_view body) {
  constexpr int kSetChunkSize = 1, kUserControl = 4, kCommand = 20;
  if (type == kSetChunkSize && body.size() >= 4) their_chunk_ = read_big_endian(body, 0, 4);
  if (type == kUserControl && body.size() >= 6 && read_big_endian(body, 0, 2) == 6)
    write(2, kUserControl, 0, 0, big_endian(7, 2) + std::string(body.substr(2, 4)));
  if (type != kCommand) return;
  if (body.find("_error") != body.npos || body.find("\5error") != body.npos) {
    broken_ = true;
  } else if (body.find("NetStream.Publish.Start") != body.npos) {
    publishing_ = true;
  } else if (body.starts_with(amf("_result") + amf(1.0))) {
    write(3, kCommand, 0, 0, amf("createStream") + amf(2.0) + amf_null());
  } else if (body.starts_with(amf("_result") + amf(2.0))) {
    // The answer ends with the number of the stream.
    const auto bits = static_cast<std::uint64_t>(read_big_endian(body, body.size() - 8, 4)) << 32 |
                      read_big_endian(body, body.size() - 4, 4);
    stream_id_ = static_cast<std::uint32_t>(std::bit_cast<double>(bits));
    write(4, kCommand, stream_id_, 0, amf("publish") + amf(3.0) + amf_null() + amf(key_) + amf("live"));
  }
}

void RtmpPublisher::ask() {
  constexpr int kSetChunkSize = 1, kCommand = 20;
  write(2, kSetChunkSize, 0, 0, big_endian(kOurChunk, 4));
  write(3, kCommand, 0, 0,
        amf("connect") + amf(1.0) +
            amf_object(amf_member("app", "live") + amf_member("type", "nonprivate") +
                       amf_member("flashVer", "FMLE/3.0") + amf_member("tcUrl", "rtmp://127.0.0.1/live")));
}

void RtmpPublisher::write(int chunk_stream, std::uint8_t type, std::uint32_t stream, std::uint32_t at_ms,
                          std::string_view body) {
  const bool extended = at_ms >= kNoTime;
  std::string bytes(1, static_cast<char>(chunk_stream));
  bytes += big_endian(extended ? kNoTime : at_ms, 3) + big_endian(body.size(), 3) + static_cast<char>(type);
  for (int i = 0; i < 4; ++i)
    bytes += static_cast<char>(stream >> (8 * i) & 0xff);  // the one little-endian field
  for (std::size_t at = 0; at == 0 || at < body.size(); at += kOurChunk) {
    if (at > 0) bytes += static_cast<char>(0xc0 | chunk_stream);
    if (extended) bytes += big_endian(at_ms, 4);
    bytes += body.substr(at, kOurChunk);
    // A set chunk size holds from the next message on, and is itself shorter than any chunk.
  }
  stream_.send(bytes);
}

void RtmpPublisher::send(std::uint8_t type, std::uint32_t at_ms, std::string_view body) {
  constexpr std::uint8_t kSound = 8, kData = 18;
  if (type == kData) return write(5, type, stream_id_, at_ms, amf("@setDataFrame") + std::string(body));
  write(type == kSound ? 6 : 7, type, stream_id_, at_ms, body);
}

void RtmpPublisher::finish() {
  constexpr int kCommand = 20;
  if (stream_.is_open())
    write(3, kCommand, 0, 0, amf("deleteStream") + amf(4.0) + amf_null() + amf(stream_id_));
  stream_.close();
}

}  // namespace nigiwai::bench
