// What goes out into the world, put together: share links, campaigns, feeds, and events for
// partners.
#pragma once

#include "server/feeds.h"
#include "server/partner_events.h"
#include "social/campaigns/campaign_routes.h"
#include "social/sharing/share_routes.h"
#include "timeline/journal.h"

namespace nigiwai::server {

struct SharingWiring {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Random& random;
  const Clock& clock;
  std::string origin;
  std::string secret;  // of the shop
};

class SharingRooms {
 public:
  explicit SharingRooms(const SharingWiring& wiring);
  void add_to(http::Router& router);  // this must outlive the router
  // Called every few seconds.
  void tend();

 private:
  void read_shares();
  void tend_campaigns();

  SharingWiring wiring_;
  show::Aside aside_;
  social::ShareRoutes shares_;
  social::CampaignRoutes campaigns_;
  Feeds feeds_;
  PartnerEvents events_;
};

}  // namespace nigiwai::server
