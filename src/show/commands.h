// Pinning a product, over a room's socket.
#pragma once

#include "timeline/commands.h"

namespace nigiwai::show {

// What product.pin and product.unpin become, inside the writer's transaction; conflict "state" unless the
// show is on air. A pin replaces the one before it; there must be one to unpin.
Result<timeline::NewEvent> decide_pin(store::Transaction& transaction, const timeline::Command& command,
                                      const timeline::ShowTimes& times, Milliseconds at);
Result<timeline::NewEvent> decide_unpin(store::Transaction& transaction, const timeline::Command& command,
                                        const timeline::ShowTimes& times, Milliseconds at);

// Adds product.pin and product.unpin.
void add_commands(timeline::Commands& commands);

}  // namespace nigiwai::show
