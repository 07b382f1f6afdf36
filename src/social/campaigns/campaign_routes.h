// Campaigns over HTTP.
#pragma once

#include "http/router.h"
#include "show/fans/aside.h"
#include "social/campaigns/campaign_views.h"
#include "store/readers.h"

namespace nigiwai::social {

struct CampaignParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  show::Aside& aside;
  Random& random;
  const Clock& clock;
};

class CampaignRoutes {
 public:
  explicit CampaignRoutes(CampaignParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  using Change = std::function<Result<Campaign>(store::Transaction&)>;
  Answer list_campaigns(http::Request& request);
  Answer get_campaign(http::Request& request);
  Answer post_campaign(http::Request& request);
  Answer put_campaign(http::Request& request);
  Answer end(http::Request& request);
  Answer remove(http::Request& request);
  Answer list_grants(http::Request& request);
  Answer get_running(http::Request& request);
  Answer get_early(http::Request& request);
  Answer get_own(http::Request& request);
  Answer told(const std::string& id, int status);
  Answer changed(http::Request& request, const char* what, Change change);

  CampaignParts parts_;
};

}  // namespace nigiwai::social
