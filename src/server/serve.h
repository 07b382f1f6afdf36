// Wiring: the only place that knows every room of the house.
#pragma once

#include "server/options.h"

namespace nigiwai::server {

// Serves until SIGINT or SIGTERM, then stops in order: no new requests, sockets told, encoders let go with
// their last segment written, the writer's queue finished.
Result<void> serve(const Options& options);

}  // namespace nigiwai::server
