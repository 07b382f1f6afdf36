// The clocks of the load generators, in microseconds.
#pragma once

#include <chrono>
#include <cstdint>

namespace nigiwai::bench {

// Since 1970: what is written into a line when it is posted, and compared by whoever receives it.
inline std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

// Never goes back: for pacing.
inline std::int64_t steady_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

inline constexpr std::int64_t kSecond = 1'000'000;

}  // namespace nigiwai::bench
