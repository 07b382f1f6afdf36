// The unit of media time: 1/90000 s, the clock of MPEG-2 systems. RTMP's milliseconds and MPEG-TS time stamps
// are whole numbers of it, so that nothing is rounded twice on the way from an encoder to a playlist.
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>

#include "base/clock.h"

namespace nigiwai::media {

using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 90'000>>;

inline Ticks to_ticks(std::chrono::microseconds time) { return std::chrono::round<Ticks>(time); }
inline Milliseconds to_milliseconds(Ticks time) { return std::chrono::round<Milliseconds>(time); }

}  // namespace nigiwai::media
