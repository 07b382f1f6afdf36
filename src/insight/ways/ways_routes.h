// By which way viewers came, over HTTP: to one show, and to those that one chooses.
#pragma once

#include "http/router.h"
#include "insight/insight.h"

namespace nigiwai::insight {

class WaysRoutes {
 public:
  explicit WaysRoutes(Insight& insight) : insight_(insight) {}  // outlives this
  void add_to(http::Router& router);                            // this must outlive the router

 private:
  Task<http::Response> get_show(http::Request& request);
  Task<http::Response> get_many(http::Request& request);

  Insight& insight_;
};

}  // namespace nigiwai::insight
