// How a relay of a show to another service is doing.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "base/clock.h"

namespace nigiwai::media::simulcast {

enum class State {
  kWaiting,     // for a picture
  kConnecting,  // or connecting again
  kSending,
  kPausing,  // until the next try, after `problem`
};

struct RelayHealth {
  State state = State::kWaiting;
  std::int64_t bits_per_second = 0;  // over the last seconds
  Milliseconds waiting{0};           // of the show, not sent yet
  Milliseconds lost{0};              // of the show, since the relay began
  std::int64_t connections = 0;      // since the relay began
  std::string problem{};             // a sentence, why it was cut off last; empty while it never was
};

// {"state": "waiting" | "connecting" | "sending" | "pausing", "bitrate_bps", "waiting_ms", "lost_ms",
// "connections", "problem"}.
boost::json::object to_json(const RelayHealth& health);

}  // namespace nigiwai::media::simulcast
