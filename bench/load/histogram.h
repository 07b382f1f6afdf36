// How long things took: counts in buckets that are at most 1.6 % wide, from 1 µs to hours.
//
// Plain memory without pointers, so that it may stand in memory that processes share, and the counts of a
// stretch of time are those at its end less those at its beginning.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>

namespace nigiwai::bench {

class Histogram {
 public:
  void add(std::int64_t us, std::int64_t times = 1);
  void add(const Histogram& other);
  void subtract(const Histogram& earlier);

  std::int64_t count() const;
  // Milliseconds below which `part` (0–1) of all lie; 0 without any.
  double percentile_ms(double part) const;
  double max_ms() const { return percentile_ms(1); }

 private:
  static constexpr int kFine = 6;  // bits kept below the highest one
  static constexpr std::size_t kBuckets = 35 << kFine;
  std::array<std::int64_t, kBuckets> counts_{};
};

// {"count": 5, "p50": 1.2, "p99": 3.4, "max": 3.5}, in milliseconds.
std::string to_json(const Histogram& histogram);

}  // namespace nigiwai::bench
