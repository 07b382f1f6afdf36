// The figures of cues over HTTP.
#pragma once

#include "http/router.h"
#include "insight/insight.h"

namespace nigiwai::insight {

struct CueParts {  // all outlive the server
  Insight& insight;
  const Clock& clock;
};

class CueFigureRoutes {
 public:
  explicit CueFigureRoutes(CueParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_cues(http::Request& request);
  Answer get_intents(http::Request& request);

  CueParts parts_;
};

}  // namespace nigiwai::insight
