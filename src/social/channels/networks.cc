#include "social/channels/networks.h"

#include "social/channels/bluesky.h"
#include "social/channels/facebook.h"
#include "social/channels/instagram.h"
#include "social/channels/line.h"
#include "social/channels/x.h"

namespace nigiwai::social {

void add_networks(Channels& channels, const NetworkParts& parts) {
  channels.add(std::make_unique<Bluesky>(parts));
  channels.add(std::make_unique<X>(parts));
  channels.add(std::make_unique<Line>(parts));
  channels.add(std::make_unique<Facebook>(parts));
  channels.add(std::make_unique<Instagram>(parts));
}

}  // namespace nigiwai::social
