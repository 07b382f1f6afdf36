// The shop in the fediverse, put together: its actors, its inbox, its deliveries.
#pragma once

#include "outbox/deliveries.h"
#include "social/fediverse/door.h"
#include "social/fediverse/fediverse_channel.h"
#include "social/fediverse/fediverse_routes.h"
#include "social/fediverse/happenings_said.h"

namespace nigiwai::social::fediverse {

struct FediverseWiring {  // all outlive this
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Random& random;
  const Clock& clock;
  const SecretBox& secrets;
  outbox::Peers& peers;
  std::string origin{};
  std::string version{};
  // As Telling::picture.
  std::function<std::string(store::Database&, const std::string& show, const std::string& language)>
      picture{};
};

class Fediverse {
 public:
  explicit Fediverse(const FediverseWiring& wiring);
  void add_to(http::Router& router) { routes_.add_to(router); }  // this must outlive the router
  void start() { deliveries_.start(); }
  // After Peers::stop(), before the writer's.
  void stop() { door_.stop(), deliveries_.stop(); }
  // Called every few seconds: says what has happened, forgets what is old.
  void tend();
  Channel& channel() { return channel_; }

 private:
  FediverseWiring wiring_;
  Documents documents_;
  Keys keys_;
  Remotes remotes_;
  FediverseChannel channel_;
  Door door_;
  FediverseRoutes routes_;
  outbox::Deliveries deliveries_;
  SteadyTime forget_at_{};
  SteadyTime look_at_all_{};
};

}  // namespace nigiwai::social::fediverse
