// How far an encoder's media time has moved away from the clock, told apart from a network that is merely
// late.
//
// A packet can be late by any amount and is never early, so the least lateness of the last seconds is the
// drift: a burst after a stall, or jitter, always holds one packet that came through at once. Nothing is said
// until packets have flowed through the whole span, which a stall interrupts.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace nigiwai::media {

class DriftMeter {
 public:
  static constexpr std::size_t kSpanSeconds = 5;

  void reset() { least_ = {}; }

  // `lateness` = arrival - the time at which the anchor says this packet is due.
  void add(WallTime arrival, Milliseconds lateness) {
    second_ = std::chrono::floor<std::chrono::seconds>(arrival).time_since_epoch().count();
    auto& bucket = least_[static_cast<std::size_t>(second_) % least_.size()];
    if (!bucket || bucket->second != second_) bucket = Bucket{second_, lateness};
    bucket->least = std::min(bucket->least, lateness);
  }

  // Empty while the last kSpanSeconds full seconds do not all hold a packet.
  std::optional<Milliseconds> drift() const {
    std::optional<Milliseconds> least;
    for (std::int64_t second = second_ - static_cast<std::int64_t>(kSpanSeconds); second <= second_;
         ++second) {
      const auto& bucket = least_[static_cast<std::size_t>(second) % least_.size()];
      if (!bucket || bucket->second != second) return std::nullopt;
      least = least ? std::min(*least, bucket->least) : bucket->least;
    }
    return least;
  }

 private:
  struct Bucket {
    std::int64_t second = 0;
    Milliseconds least{0};
  };
  std::array<std::optional<Bucket>, kSpanSeconds + 1> least_;
  std::int64_t second_ = 0;
};

}  // namespace nigiwai::media
