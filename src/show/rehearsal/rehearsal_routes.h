// Rehearsals over HTTP: making one, listing them, the crowds to choose from, and the score.
#pragma once

#include "show/routes.h"

namespace nigiwai::show {

class RehearsalRoutes {
 public:
  explicit RehearsalRoutes(ShowParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer make(http::Request& request);
  Answer list(http::Request& request);
  Answer crowds(http::Request& request);
  Answer score(http::Request& request);

  ShowParts parts_;
};

}  // namespace nigiwai::show
