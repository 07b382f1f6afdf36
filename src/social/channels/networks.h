// The networks that stand behind channel.h in this folder.
#pragma once

#include "social/channels/channels.h"
#include "social/channels/network.h"

namespace nigiwai::social {

void add_networks(Channels& channels, const NetworkParts& parts);

}  // namespace nigiwai::social
