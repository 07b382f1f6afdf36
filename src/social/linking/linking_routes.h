// A member's own linked accounts over HTTP.
#pragma once

#include "http/router.h"
#include "social/linking/linked_accounts.h"
#include "store/readers.h"

namespace nigiwai::social {

struct LinkingParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  Random& random;
  const Clock& clock;
};

class LinkingRoutes {
 public:
  explicit LinkingRoutes(LinkingParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router
  // Reads what came into the inbox since; called every few seconds.
  void tend();

 private:
  using Answer = Task<http::Response>;
  Answer list(http::Request& request);
  Answer start(http::Request& request);
  Answer remove(http::Request& request);

  LinkingParts parts_;
};

}  // namespace nigiwai::social
