// Protocol timestamps have few bits and start over (RTMP: 32 bits of milliseconds, 49 days; MPEG-TS: 33 bits
// of 90 kHz, 26 hours). An Unwrapper lays them on one long line: each value goes to the place nearest to the
// last.
//
// An encoder that jumps is followed, not mended: a jump of less than half the range comes out as the same
// jump, and the packager anchors anew (DESIGN: each session runs on media timestamps). All tracks of a
// session go through one Unwrapper, so that they stay on one line.
#pragma once

#include <cstdint>
#include <optional>

namespace nigiwai::media::ingest {

class Unwrapper {
 public:
  explicit Unwrapper(int bits) : bits_(bits) {}

  std::int64_t unwrap(std::uint64_t raw) {
    const std::uint64_t range = std::uint64_t{1} << bits_;
    raw &= range - 1;
    if (last_) {
      const auto step = static_cast<std::int64_t>((raw - static_cast<std::uint64_t>(*last_)) & (range - 1));
      const auto half = static_cast<std::int64_t>(range / 2);
      last_ = *last_ + (step < half ? step : step - static_cast<std::int64_t>(range));
    }
    // A hostile encoder could walk far enough, half a range at a time, for later sums to overflow: begin
    // again.
    if (!last_ || *last_ > kFarthest || *last_ < -kFarthest) last_ = static_cast<std::int64_t>(raw);
    return *last_;
  }

 private:
  // In microseconds this still leaves room to calculate: 2^42 ms is 139 years.
  static constexpr std::int64_t kFarthest = std::int64_t{1} << 42;
  int bits_;
  std::optional<std::int64_t> last_;
};

}  // namespace nigiwai::media::ingest
