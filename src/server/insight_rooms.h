// The figures and what is made of them, put together: figures, cues, who came back, by which way they came,
// reports, what is given out, the weekly mail.
#pragma once

#include "insight/cues/cue_routes.h"
#include "insight/exports/export_routes.h"
#include "insight/figures/figure_routes.h"
#include "insight/reports/report_routes.h"
#include "insight/returned/returned_routes.h"
#include "insight/reviews/review_counts.h"
#include "insight/ways/ways_routes.h"
#include "insight/weekly/weekly_routes.h"

namespace nigiwai::server {

struct InsightWiring {  // all outlive the server
  std::string path;     // of insight.db
  store::Writer& writer;
  store::Readers& readers;
  insight::PatternRoutes& patterns;
  Random& random;
  const Clock& clock;
  std::string origin;
  std::string secret;  // of the shop
};

class InsightRooms {
 public:
  static Result<std::unique_ptr<InsightRooms>> open(const InsightWiring& wiring);
  void add_to(http::Router& router);  // this must outlive the router
  void tend();                        // called every few seconds
  void stop();                        // before the writer; safe to call twice
  insight::Insight& insight() { return *insight_; }
  const show::ReviewCounting& counting() const { return counting_; }

 private:
  InsightRooms(std::unique_ptr<insight::Insight> insight, const InsightWiring& wiring);

  std::unique_ptr<insight::Insight> insight_;
  show::ReviewCounting counting_;
  insight::FigureRoutes figures_;
  insight::CueFigureRoutes cues_;
  insight::ReturnedRoutes returned_;
  insight::WaysRoutes ways_;
  insight::ReportRoutes reports_;
  insight::ExportRoutes exports_;
  insight::WeeklyRoutes weekly_;
};

// By rooms that are put together later, before anybody asks; they outlive it.
show::ReviewCounting counting_of(const std::unique_ptr<InsightRooms>& rooms);

}  // namespace nigiwai::server
