// What a team plans a show with and directs it by, put together: plan, cue sheet, playbook, proofs of
// concept, reviews and training, talk, questions, polls, notes, offers and holds; its fans, and what
// presenters see of themselves.
#pragma once

#include "insight/patterns/pattern_routes.h"
#include "shop/holds/hold_routes.h"
#include "shop/offers/offer_routes.h"
#include "show/cue_routes.h"
#include "show/fans/fan_routes.h"
#include "show/fans/greeter.h"
#include "show/fans/presenter_routes.h"
#include "show/learning/learning_routes.h"
#include "show/plan_routes.h"
#include "show/planning_routes.h"
#include "show/playbook/playbook_routes.h"
#include "show/playbook/proof_routes.h"
#include "social/sharing/shares.h"
#include "talk/asking_routes.h"
#include "talk/routes.h"

namespace nigiwai::server {

struct ShowWiring {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  timeline::Commands& commands;
  shop::Shelves& shelves;
  shop::Holds& holds;
  talk::Words& words;
  Random& random;
  const Clock& clock;
  std::string secret;  // of the shop
  std::function<void(std::int64_t per_second)> readable_lines;
  show::ReviewCounting counting;  // asked only once the server serves
};

class ShowRooms {
 public:
  explicit ShowRooms(const ShowWiring& wiring);  // makes its commands known, too
  void add_to(http::Router& router);             // this must outlive the router
  // Called every few seconds.
  void tend() { greeter_.tend(); }
  insight::PatternRoutes& patterns() { return patterns_; }

 private:
  social::SharedArrivals arrivals_;
  show::Aside aside_;
  talk::Routes talk_;
  talk::AskingRoutes asking_;
  shop::OfferRoutes offers_;
  shop::HoldRoutes holds_;
  show::CueRoutes cues_;
  show::PlanRoutes plans_;
  show::PlaybookRoutes playbook_;
  show::ProofRoutes proofs_;
  show::PlanningRoutes planning_;
  show::FanRoutes fans_;
  show::PresenterRoutes presenters_;
  show::Greeter greeter_;
  show::LearningRoutes learning_;
  insight::PatternRoutes patterns_;
};

}  // namespace nigiwai::server
