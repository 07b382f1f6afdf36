// Withdrawing parts of an archive and restoring them, over HTTP.
#pragma once

#include "show/routes.h"

namespace nigiwai::show {

class WithdrawalRoutes {
 public:
  explicit WithdrawalRoutes(ShowParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer list(http::Request& request);
  Answer withdraw(http::Request& request);
  Answer restore(http::Request& request);

  ShowParts parts_;
};

}  // namespace nigiwai::show
