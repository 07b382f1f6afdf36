// What the shop hears from elsewhere, put together: mentions.db and its routes.
#pragma once

#include "social/listening/listening_routes.h"

namespace nigiwai::server {

struct SocialWiring {  // all outlive the server
  std::string mentions_path{};
  store::Writer& writer;
  store::Readers& readers;
  const Clock& clock;
  http::Router& router;
};

class SocialRooms {
 public:
  // Opens what is kept, and makes the routes known.
  static Result<std::unique_ptr<SocialRooms>> open(const SocialWiring& wiring);
  // Called every few seconds.
  void tend() { listening_->tend(); }

 private:
  SocialRooms(std::unique_ptr<social::Listening> listening, const SocialWiring& wiring);

  std::unique_ptr<social::Listening> listening_;
  social::ListeningRoutes listening_routes_;
};

}  // namespace nigiwai::server
