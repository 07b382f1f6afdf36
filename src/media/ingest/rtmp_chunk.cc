#include "media/ingest/rtmp_chunk.h"

#include <algorithm>
#include <string>

namespace nigiwai::media::ingest {
namespace {

constexpr std::uint32_t kExtended = 0xffffff;
constexpr std::size_t kMessageHeaderSize[] = {11, 7, 3, 0};  // 5.3.1.2, by fmt

std::unexpected<Problem> broken(std::string_view what) {
  return fail(Kind::kInvalid, "rtmp", "The RTMP stream is broken: " + std::string(what) + ".");
}

std::unexpected<Problem> too_large(std::string_view what) {
  return fail(Kind::kTooLarge, "rtmp", "The RTMP stream is refused: " + std::string(what) + ".");
}

std::size_t basic_size(std::uint8_t first) {
  const int id = first & 0x3f;
  return id == 0 ? 2 : id == 1 ? 3 : 1;
}

// 5.3.1.1
std::uint32_t chunk_stream_id(View header) {
  const std::uint32_t id = header[0] & 0x3f;
  if (id == 0) return header[1] + 64U;
  if (id == 1) return header[1] + 64U + header[2] * 256U;
  return id;
}

}  // namespace

// The size of the header that begins with what is in header_, as far as that is known yet.
std::size_t ChunkReader::header_size() const {
  if (header_filled_ == 0) return 1;
  const std::size_t basic = basic_size(header_[0]);
  if (header_filled_ < basic) return basic;
  const std::size_t format = header_[0] >> 6;
  const std::size_t size = basic + kMessageHeaderSize[format];
  if (header_filled_ < size) return size;
  if (format == 3) {
    // 5.3.1.3: repeated in type 3 chunks when the last other header of the chunk stream had it.
    const auto found = streams_.find(chunk_stream_id(header_));
    return found != streams_.end() && found->second.extended ? size + 4 : size;
  }
  return ByteReader(View(header_).subspan(basic)).u24() == kExtended ? size + 4 : size;
}

Result<void> ChunkReader::read(View bytes, std::vector<RtmpMessage>& out) {
  while (!bytes.empty()) {
    if (current_ == nullptr) {
      const std::size_t wanted = std::min(header_size() - header_filled_, bytes.size());
      std::copy_n(bytes.begin(), wanted, header_.begin() + static_cast<std::ptrdiff_t>(header_filled_));
      header_filled_ += wanted;
      bytes = bytes.subspan(wanted);
      if (header_filled_ < header_size()) continue;
      if (auto begun = begin_chunk(); !begun) return begun;
    }
    Stream& stream = *current_;
    const std::size_t wanted = std::min(chunk_left_, bytes.size());
    if (buffered_ + wanted > kMaxBuffered) return too_large("too many half-sent messages");
    append(stream.payload, bytes.first(wanted));
    bytes = bytes.subspan(wanted);
    buffered_ += wanted;
    chunk_left_ -= wanted;
    if (chunk_left_ > 0) continue;
    current_ = nullptr;
    if (stream.payload.size() < stream.length) continue;
    if (auto finished = finish_message(stream, out); !finished) return finished;
  }
  return {};
}

Result<void> ChunkReader::begin_chunk() {
  const std::uint32_t id = chunk_stream_id(header_);
  const int format = header_[0] >> 6;
  if (!streams_.contains(id) && streams_.size() >= kMaxChunkStreams)
    return too_large("too many chunk streams");
  Stream& stream = streams_[id];
  ByteReader in{View(header_).first(header_filled_).subspan(basic_size(header_[0]))};
  header_filled_ = 0;

  if (format == 3) {
    if (!stream.absolute_seen) return broken("a chunk repeats a header that was never sent");
    if (!stream.begun) stream.timestamp += stream.field;
  } else {
    if (stream.begun) return broken("a message begins inside another");
    // librtmp sends its first ping with a type 1 header: it counts from zero then.
    if (format == 2 && !stream.absolute_seen) return broken("a chunk builds on a header that was never sent");
    stream.field = in.u24();
    stream.extended = stream.field == kExtended;
    if (format <= 1) {
      stream.length = in.u24();
      stream.type = static_cast<RtmpType>(in.u8());
    }
    if (format == 0) {
      const View little_endian = in.bytes(4);
      stream.stream = static_cast<std::uint32_t>(little_endian[0]) |
                      static_cast<std::uint32_t>(little_endian[1]) << 8 |
                      static_cast<std::uint32_t>(little_endian[2]) << 16 |
                      static_cast<std::uint32_t>(little_endian[3]) << 24;
    }
    if (stream.extended) stream.field = in.u32();
    stream.timestamp = format == 0 ? stream.field : stream.timestamp + stream.field;
    stream.absolute_seen = true;
  }
  const std::size_t limit = stream.type == RtmpType::kVideo ? kMaxVideoMessage : kMaxOtherMessage;
  if (stream.length > limit) return too_large("a message is too large");
  stream.begun = true;
  chunk_left_ = std::min<std::size_t>(chunk_size_, stream.length - stream.payload.size());
  current_ = &stream;
  return {};
}

Result<void> ChunkReader::finish_message(Stream& stream, std::vector<RtmpMessage>& out) {
  stream.begun = false;
  buffered_ -= stream.payload.size();
  RtmpMessage message{stream.type, stream.timestamp, stream.stream, std::move(stream.payload)};
  stream.payload = {};
  ByteReader in{message.payload};
  switch (message.type) {
    case RtmpType::kSetChunkSize: {  // 5.4.1
      const std::uint32_t size = in.u32();
      if (in.failed() || size == 0 || size > 0x7fffffff) return broken("impossible chunk size");
      chunk_size_ = size;
      return {};
    }
    case RtmpType::kAbort: {  // 5.4.2
      const auto aborted = streams_.find(in.u32());
      if (aborted != streams_.end()) {
        buffered_ -= aborted->second.payload.size();
        aborted->second.payload = {};
        aborted->second.begun = false;
      }
      return {};
    }
    default:
      out.push_back(std::move(message));
      return {};
  }
}

void write_chunks(Bytes& out, std::uint8_t id, const RtmpMessage& message, std::size_t chunk_size) {
  const bool extended = message.timestamp >= kExtended;
  out.push_back(id);
  append_number(out, extended ? kExtended : message.timestamp, 3);
  append_number(out, message.payload.size(), 3);
  out.push_back(static_cast<std::uint8_t>(message.type));
  for (int shift = 0; shift < 32; shift += 8)
    out.push_back(static_cast<std::uint8_t>(message.stream >> shift));
  if (extended) append_number(out, message.timestamp, 4);
  View rest = message.payload;
  while (true) {
    const std::size_t taken = std::min(rest.size(), chunk_size);
    append(out, rest.first(taken));
    rest = rest.subspan(taken);
    if (rest.empty()) return;
    out.push_back(static_cast<std::uint8_t>(0xc0 | id));
    if (extended) append_number(out, message.timestamp, 4);
  }
}

}  // namespace nigiwai::media::ingest
