// The plan of a show over HTTP: GET and PUT /api/shows/{id}/plan.
#pragma once

#include "show/cue_routes.h"

namespace nigiwai::show {

class PlanRoutes {
 public:
  explicit PlanRoutes(PlanningParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  Task<http::Response> get(http::Request& request);
  Task<http::Response> put(http::Request& request);

  PlanningParts parts_;
};

}  // namespace nigiwai::show
