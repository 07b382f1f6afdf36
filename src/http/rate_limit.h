// Rate limits that say why and when: token buckets, one a name and a key (a caller or an address).
#pragma once

#include <array>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::http {

struct Rate {
  std::string name;   // what is counted, as the refusal says it: "orders"
  int burst;          // so many at once
  Milliseconds each;  // one more after this long
};

// Buckets kept at most in one shard; the fullest are dropped first, which only forgives.
inline constexpr std::size_t kMostBuckets = 50'000;

class RateLimits {
 public:
  explicit RateLimits(const Clock& clock) : clock_(clock) {}
  // Takes one, or refuses with too-many and the time until the next. Any thread.
  Result<void> take(const Rate& rate, const std::string& key);

 private:
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, SteadyTime> full_again;  // when the bucket will be full
  };
  const Clock& clock_;
  std::array<Shard, 16> shards_;
};

}  // namespace nigiwai::http
