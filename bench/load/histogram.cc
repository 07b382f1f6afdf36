#include "load/histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nigiwai::bench {
namespace {

// The first 2 << fine values have a bucket each; above, every power of two has 1 << fine.
std::size_t bucket_of(std::int64_t us, int fine, std::size_t buckets) {
  const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(us, 0));
  const int extra = std::max(0, static_cast<int>(std::bit_width(value)) - 1 - fine);
  const auto bucket = (static_cast<std::size_t>(extra) << fine) + static_cast<std::size_t>(value >> extra);
  return std::min(bucket, buckets - 1);
}

// The largest value of a bucket.
std::int64_t top_of(std::size_t bucket, int fine) {
  if (bucket < (std::size_t{2} << fine)) return static_cast<std::int64_t>(bucket);
  const auto extra = (bucket >> fine) - 1;
  const auto value = bucket - (extra << fine);
  return static_cast<std::int64_t>(((value + 1) << extra) - 1);
}

}  // namespace

void Histogram::add(std::int64_t us, std::int64_t times) { counts_[bucket_of(us, kFine, kBuckets)] += times; }

void Histogram::add(const Histogram& other) {
  for (std::size_t i = 0; i < kBuckets; ++i) counts_[i] += other.counts_[i];
}

void Histogram::subtract(const Histogram& earlier) {
  for (std::size_t i = 0; i < kBuckets; ++i) counts_[i] -= earlier.counts_[i];
}

std::int64_t Histogram::count() const {
  std::int64_t all = 0;
  for (const auto count : counts_) all += count;
  return all;
}

double Histogram::percentile_ms(double part) const {
  const auto wanted = static_cast<std::int64_t>(std::ceil(part * static_cast<double>(count())));
  std::int64_t below = 0;
  for (std::size_t i = 0; i < kBuckets && wanted > 0; ++i) {
    below += counts_[i];
    if (below >= wanted) return static_cast<double>(top_of(i, kFine)) / 1000;
  }
  return 0;
}

std::string to_json(const Histogram& histogram) {
  return fmt::format(R"({{"count":{},"p50":{:.2f},"p90":{:.2f},"p99":{:.2f},"max":{:.2f}}})",
                     histogram.count(), histogram.percentile_ms(0.5), histogram.percentile_ms(0.9),
                     histogram.percentile_ms(0.99), histogram.max_ms());
}

}  // namespace nigiwai::bench
