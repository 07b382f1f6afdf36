// RTMP's chunk stream (Adobe, "RTMP Specification 1.0", 5.3 and 5.4): bytes in, messages out, and back.
//
// Pure: no sockets, no clock. The reader takes bytes in pieces of any size and gives the same messages for
// every way of cutting them. It obeys Set Chunk Size and Abort itself and passes on all other messages. A
// failure is final: the stream cannot be found again, and the connection must be closed.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "base/result.h"
#include "media/ingest/bytes.h"
#include "media/packet.h"

namespace nigiwai::media::ingest {

enum class RtmpType : std::uint8_t {
  kSetChunkSize = 1,
  kAbort = 2,
  kAcknowledgement = 3,
  kUserControl = 4,
  kWindowAcknowledgementSize = 5,
  kSetPeerBandwidth = 6,
  kAudio = 8,
  kVideo = 9,
  kData3 = 15,
  kCommand3 = 17,
  kData = 18,
  kCommand = 20,
};

struct RtmpMessage {
  RtmpType type{};  // may be a value without a name
  std::uint32_t timestamp = 0;
  std::uint32_t stream = 0;
  Bytes payload;
  bool operator==(const RtmpMessage&) const = default;
};

// A key frame of 4K at a high rate is about 2 MiB.
constexpr std::size_t kMaxVideoMessage = std::size_t{8} << 20;
// An AAC frame is below 8 KiB, a command or onMetaData below 4 KiB.
constexpr std::size_t kMaxOtherMessage = std::size_t{256} << 10;
// What half-read messages of one connection may hold together: one video message and something beside it.
constexpr std::size_t kMaxBuffered = kMaxVideoMessage + (std::size_t{1} << 20);
// Encoders use fewer than ten.
constexpr std::size_t kMaxChunkStreams = 64;

class ChunkReader {
 public:
  // Appends the messages that `bytes` complete. Fails with kInvalid "rtmp" or kTooLarge "rtmp".
  Result<void> read(View bytes, std::vector<RtmpMessage>& out);

 private:
  struct Stream {
    bool absolute_seen = false;  // a header with all fields came; types 2 and 3 build on it
    bool extended = false;       // the last header's timestamp had the extended form
    bool begun = false;          // in the middle of a message
    std::uint32_t field = 0;  // timestamp or delta of the last header, repeated by a type 3 that begins one
    std::uint32_t timestamp = 0;
    std::uint32_t length = 0;
    std::uint32_t stream = 0;
    RtmpType type{};
    Bytes payload;
  };

  std::size_t header_size() const;
  Result<void> begin_chunk();
  Result<void> finish_message(Stream& stream, std::vector<RtmpMessage>& out);

  std::array<std::uint8_t, 18> header_{};  // basic 3, message 11, extended timestamp 4
  std::size_t header_filled_ = 0;
  Stream* current_ = nullptr;  // the stream whose chunk payload is being read; null while reading a header
  std::size_t chunk_left_ = 0;
  std::size_t chunk_size_ = 128;
  std::size_t buffered_ = 0;
  std::map<std::uint32_t, Stream> streams_;
};

// Appends `message` in chunks of at most `chunk_size` on chunk stream `id` (2 to 63).
void write_chunks(Bytes& out, std::uint8_t id, const RtmpMessage& message, std::size_t chunk_size);

}  // namespace nigiwai::media::ingest
