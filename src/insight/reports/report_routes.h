// Reports over HTTP.
#pragma once

#include "http/router.h"
#include "insight/insight.h"
#include "insight/patterns/pattern_routes.h"
#include "store/writer.h"

namespace nigiwai::insight {

// A report counts over all who watched its shows; nobody reads faster than this.
inline const http::Rate kReports{"reports", 60, Milliseconds(500)};

struct ReportParts {  // all outlive the server
  Insight& insight;
  PatternRoutes& patterns;
  store::Writer& writer;
  const Clock& clock;
};

// /api/reports. All staff read; analysts, planners and directors write into them.
class ReportRoutes {
 public:
  explicit ReportRoutes(ReportParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer list_reports(http::Request& request);
  Answer get_report(http::Request& request);
  Answer put_words(http::Request& request);

  ReportParts parts_;
};

}  // namespace nigiwai::insight
