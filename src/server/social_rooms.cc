#include "server/social_rooms.h"

namespace nigiwai::server {

SocialRooms::SocialRooms(std::unique_ptr<social::Listening> listening, const SocialWiring& wiring)
    : listening_(std::move(listening)),
      listening_routes_({.listening = *listening_,
                         .shop = wiring.readers,
                         .writer = wiring.writer,
                         .clock = wiring.clock}) {
  listening_routes_.add_to(wiring.router);
}

Result<std::unique_ptr<SocialRooms>> SocialRooms::open(const SocialWiring& wiring) {
  auto listening = social::Listening::open(wiring.mentions_path, wiring.clock);
  if (!listening) return std::unexpected(listening.error());
  return std::unique_ptr<SocialRooms>(new SocialRooms(*std::move(listening), wiring));
}

}  // namespace nigiwai::server
