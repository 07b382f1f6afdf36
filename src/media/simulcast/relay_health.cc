#include "media/simulcast/relay_health.h"

#include <array>

namespace nigiwai::media::simulcast {

boost::json::object to_json(const RelayHealth& health) {
  constexpr std::array kStates{"waiting", "connecting", "sending", "pausing"};
  return {{"state", kStates.at(static_cast<std::size_t>(health.state))},
          {"bitrate_bps", health.bits_per_second},
          {"waiting_ms", health.waiting.count()},
          {"lost_ms", health.lost.count()},
          {"connections", health.connections},
          {"problem", health.problem}};
}

}  // namespace nigiwai::media::simulcast
