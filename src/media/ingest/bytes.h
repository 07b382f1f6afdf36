// Reading and writing numbers in wire order, never past the end.
//
// Both readers fail softly: past the end they give zeros and failed() stays true, so that a parser reads a
// whole header and asks once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "media/packet.h"

namespace nigiwai::media::ingest {

using View = std::span<const std::uint8_t>;

class ByteReader {
 public:
  explicit ByteReader(View bytes) : bytes_(bytes) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(big_endian(2)); }
  std::uint32_t u24() { return static_cast<std::uint32_t>(big_endian(3)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(big_endian(4)); }
  std::uint64_t u64() { return big_endian(8); }
  View bytes(std::size_t count) {
    if (count > bytes_.size()) {
      failed_ = true;
      bytes_ = {};
      return {};
    }
    const View taken = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return taken;
  }
  View rest() { return bytes(bytes_.size()); }
  std::size_t left() const { return bytes_.size(); }
  bool failed() const { return failed_; }

 private:
  std::uint64_t big_endian(std::size_t count) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes(count)) value = value << 8 | byte;
    return value;
  }
  View bytes_;
  bool failed_ = false;
};

class BitReader {
 public:
  explicit BitReader(View bytes) : bytes_(bytes) {}

  std::uint32_t bit() {
    if (position_ >= bytes_.size() * 8) {
      failed_ = true;
      return 0;
    }
    const std::uint32_t value = bytes_[position_ / 8] >> (7 - position_ % 8) & 1;
    ++position_;
    return value;
  }
  // Up to 32 bits.
  std::uint32_t bits(int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 1 | bit();
    return value;
  }
  // Exp-Golomb, ITU-T H.264 9.1. More than 31 leading zeros is a failure.
  std::uint32_t ue() {
    int zeros = 0;
    while (!failed_ && bit() == 0) {
      if (++zeros > 31) failed_ = true;
    }
    return failed_ ? 0 : (std::uint32_t{1} << zeros) - 1 + bits(zeros);
  }
  std::int64_t se() {
    const std::int64_t code = ue();
    return code % 2 == 0 ? -(code / 2) : (code + 1) / 2;
  }
  bool failed() const { return failed_; }

 private:
  View bytes_;
  std::size_t position_ = 0;
  bool failed_ = false;
};

// Appends the lowest `count` bytes of `value`, highest first.
inline void append_number(Bytes& out, std::uint64_t value, int count) {
  for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

inline void append(Bytes& out, View bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace nigiwai::media::ingest
