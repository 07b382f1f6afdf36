#include "media/recording/index.h"

#include <zlib.h>

#include <algorithm>

namespace nigiwai::media {
namespace {

constexpr std::array<std::uint8_t, 4> kMagic = {'N', 'G', 'I', '1'};

void put(std::span<std::uint8_t> bytes, std::size_t offset, std::size_t size, std::uint64_t value) {
  for (std::size_t i = 0; i < size; ++i) bytes[offset + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

template <class Value>
Value get(std::span<const std::uint8_t> bytes, std::size_t offset) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Value); ++i) value |= std::uint64_t{bytes[offset + i]} << (8 * i);
  return static_cast<Value>(value);
}

}  // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  return static_cast<std::uint32_t>(::crc32_z(0, bytes.data(), bytes.size()));
}

std::array<std::uint8_t, kRecordSize> write_record(const IndexRecord& r) {
  std::array<std::uint8_t, kRecordSize> out{};
  std::ranges::copy(kMagic, out.begin());
  out[4] = static_cast<std::uint8_t>(r.kind);
  out[5] = static_cast<std::uint8_t>((r.starts_segment ? 1 : 0) | (r.discontinuity ? 2 : 0) |
                                     (r.independent ? 4 : 0));
  put(out, 6, 2, r.width);
  put(out, 8, 2, r.height);
  std::ranges::copy(r.profile, out.begin() + 10);
  out[13] = r.object_type;
  put(out, 16, 8, r.msn);
  put(out, 24, 4, r.part);
  put(out, 28, 4, r.init);
  put(out, 32, 8, static_cast<std::uint64_t>(r.at.count()));
  put(out, 40, 4, static_cast<std::uint64_t>(r.duration.count()));
  put(out, 44, 4, r.discontinuity_number);
  put(out, 48, 8, r.av_offset);
  put(out, 56, 8, r.audio_offset);
  put(out, 64, 4, r.av_size);
  put(out, 68, 4, r.audio_size);
  put(out, 72, 4, r.av_crc);
  put(out, 76, 4, r.audio_crc);
  put(out, 92, 4, crc32(std::span(out).first(92)));
  return out;
}

std::optional<IndexRecord> read_record(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kRecordSize || !std::ranges::equal(kMagic, bytes.first(4))) return std::nullopt;
  if (get<std::uint32_t>(bytes, 92) != crc32(bytes.first(92))) return std::nullopt;
  if (bytes[4] != 1 && bytes[4] != 2) return std::nullopt;
  IndexRecord r;
  r.kind = static_cast<IndexRecord::Kind>(bytes[4]);
  r.starts_segment = (bytes[5] & 1) != 0;
  r.discontinuity = (bytes[5] & 2) != 0;
  r.independent = (bytes[5] & 4) != 0;
  r.width = get<std::uint16_t>(bytes, 6);
  r.height = get<std::uint16_t>(bytes, 8);
  std::ranges::copy(bytes.subspan(10, 3), r.profile.begin());
  r.object_type = bytes[13];
  r.msn = get<std::uint64_t>(bytes, 16);
  r.part = get<std::uint32_t>(bytes, 24);
  r.init = get<std::uint32_t>(bytes, 28);
  r.at = Ticks{get<std::int64_t>(bytes, 32)};
  r.duration = Ticks{get<std::uint32_t>(bytes, 40)};
  r.discontinuity_number = get<std::uint32_t>(bytes, 44);
  r.av_offset = get<std::uint64_t>(bytes, 48);
  r.audio_offset = get<std::uint64_t>(bytes, 56);
  r.av_size = get<std::uint32_t>(bytes, 64);
  r.audio_size = get<std::uint32_t>(bytes, 68);
  r.av_crc = get<std::uint32_t>(bytes, 72);
  r.audio_crc = get<std::uint32_t>(bytes, 76);
  return r;
}

}  // namespace nigiwai::media
