// The index of a recording: what stands where in its two media files.
//
// A show's directory holds
//   av.media, audio.media   initialisation segments and parts of each rendition, one after the other
//   index                   one record of kRecordSize bytes for each of them, in order
//   poster.jpg, recording*.mp4   made from it
//
// All three only grow. A part's bytes are written first, its record after them, and everything is synced at a
// segment's end; so a crash of the process loses the part being written and power loss the last segment. A
// record carries a checksum of itself and of the bytes it stands for, by which the torn end is found.
//
//   offset  bytes   (little endian)
//        0  4       "NGI1"
//        4  1       kind: 1 initialisation segment, 2 part
//        5  1       flags: 1 starts a segment, 2 after a discontinuity, 4 independent
//        6  2, 2    width, height       (initialisation segments)
//       10  3, 1    H.264 profile, constraints, level; AAC object type
//       16  8       media sequence number
//       24  4, 4    part within the segment; number of the initialisation segment
//       32  8       at, in 1/90000 s
//       40  4, 4    duration; discontinuity number
//       48  8, 8    offset in av.media; in audio.media
//       64  4, 4    length in av.media; in audio.media
//       72  4, 4    CRC-32 of those bytes
//       92  4       CRC-32 of this record up to here
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "media/cmaf/ticks.h"

namespace nigiwai::media {

inline constexpr std::size_t kRecordSize = 96;
inline constexpr const char* kIndexFile = "index";
inline constexpr const char* kAvFile = "av.media";
inline constexpr const char* kAudioFile = "audio.media";

struct IndexRecord {
  enum class Kind : std::uint8_t { kInit = 1, kPart = 2 };
  Kind kind = Kind::kPart;
  bool starts_segment = false;
  bool discontinuity = false;
  bool independent = false;
  std::uint16_t width = 0;
  std::uint16_t height = 0;
  std::array<std::uint8_t, 3> profile{};
  std::uint8_t object_type = 0;
  std::uint64_t msn = 0;
  std::uint32_t part = 0;
  std::uint32_t init = 0;
  Ticks at{0};
  Ticks duration{0};
  std::uint32_t discontinuity_number = 0;
  std::uint64_t av_offset = 0;
  std::uint64_t audio_offset = 0;
  std::uint32_t av_size = 0;
  std::uint32_t audio_size = 0;
  std::uint32_t av_crc = 0;
  std::uint32_t audio_crc = 0;
  bool operator==(const IndexRecord&) const = default;
};

std::array<std::uint8_t, kRecordSize> write_record(const IndexRecord& record);
// Empty when the bytes are not a whole, undamaged record.
std::optional<IndexRecord> read_record(std::span<const std::uint8_t> bytes);

std::uint32_t crc32(std::span<const std::uint8_t> bytes);

}  // namespace nigiwai::media
