// RFC 3339 in UTC with milliseconds, the only written form of a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace nigiwai {

std::string to_rfc3339(WallTime time);  // 2026-11-21T11:00:00.000Z

// Takes any offset and any number of fractional digits (cut to ms); years 1970 to 9999.
std::optional<WallTime> from_rfc3339(std::string_view text);

inline std::int64_t to_ms(WallTime time) { return time.time_since_epoch().count(); }
inline WallTime from_ms(std::int64_t ms) { return WallTime{Milliseconds{ms}}; }

}  // namespace nigiwai
