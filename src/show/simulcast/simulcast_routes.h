// Where shows go on to, over HTTP.
#pragma once

#include "show/routes.h"
#include "show/simulcast/simulcast.h"

namespace nigiwai::show {

class SimulcastRoutes {
 public:
  // `box` outlives this.
  SimulcastRoutes(ShowParts parts, const SecretBox& box, CheckPlace check)
      : parts_(std::move(parts)), box_(box), check_(check) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer list(http::Request& request);
  Answer set(http::Request& request);
  Answer add(http::Request& request);
  Answer change(http::Request& request);
  Answer remove(http::Request& request);
  void tell(store::Transaction& transaction, const std::vector<std::string>& shows);

  ShowParts parts_;
  const SecretBox& box_;
  CheckPlace check_;
};

}  // namespace nigiwai::show
