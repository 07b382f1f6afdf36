#include "server/insight_rooms.h"

namespace nigiwai::server {

Result<std::unique_ptr<InsightRooms>> InsightRooms::open(const InsightWiring& wiring) {
  auto insight = insight::Insight::open(wiring.path, wiring.readers, wiring.clock);
  if (!insight) return std::unexpected(insight.error());
  return std::unique_ptr<InsightRooms>(new InsightRooms(*std::move(insight), wiring));
}

InsightRooms::InsightRooms(std::unique_ptr<insight::Insight> insight, const InsightWiring& wiring)
    : insight_(std::move(insight)),
      counting_(insight::review_counting(*insight_)),
      figures_({*insight_, wiring.secret}),
      cues_({*insight_, wiring.clock}),
      returned_(*insight_),
      ways_(*insight_),
      reports_({*insight_, wiring.patterns, wiring.writer, wiring.clock}),
      exports_({*insight_, wiring.writer, wiring.secret}),
      weekly_({*insight_, wiring.writer, wiring.random, wiring.clock, wiring.origin}) {}

void InsightRooms::add_to(http::Router& router) {
  figures_.add_to(router);
  cues_.add_to(router);
  returned_.add_to(router);
  ways_.add_to(router);
  reports_.add_to(router);
  exports_.add_to(router);
  weekly_.add_to(router);
}

void InsightRooms::tend() {
  insight_->tend();
  weekly_.tend();
}

void InsightRooms::stop() {
  weekly_.stop();
  insight_->stop();
}

show::ReviewCounting counting_of(const std::unique_ptr<InsightRooms>& rooms) {
  return {.results = [&rooms](store::Database& db, const std::string& show,
                              WallTime now) { return rooms->counting().results(db, show, now); },
          .cues = [&rooms](store::Database& db, const std::string& show,
                           WallTime now) { return rooms->counting().cues(db, show, now); }};
}

}  // namespace nigiwai::server
