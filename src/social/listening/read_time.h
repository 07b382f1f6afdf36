// Times as other people's tables write them.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace nigiwai::social {

// "2015-02-26 21:42:53", "2015/02/26 21:42", "2015-02-26T21:42:53+09:00", "2015-02-26", or Unix time in
// seconds or milliseconds. Without an offset it is UTC. Nothing when it is none of these, or no such day.
std::optional<WallTime> read_time(std::string_view text);

}  // namespace nigiwai::social
