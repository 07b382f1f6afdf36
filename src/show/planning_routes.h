// What a planner looks at besides single shows, over HTTP: the calendar, and how the audience of a show
// grows.
#pragma once

#include "http/router.h"
#include "store/readers.h"

namespace nigiwai::show {

// GET /api/calendar and /api/shows/{id}/reach, for all staff.
class PlanningRoutes {
 public:
  PlanningRoutes(store::Readers& readers, const Clock& clock) : readers_(readers), clock_(clock) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_month(http::Request& request);
  Answer get_reach(http::Request& request);

  store::Readers& readers_;
  const Clock& clock_;
};

}  // namespace nigiwai::show
