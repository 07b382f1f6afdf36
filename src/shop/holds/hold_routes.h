// Holds and the way of selling over HTTP.
#pragma once

#include "http/router.h"
#include "shop/holds/holds.h"
#include "store/readers.h"

namespace nigiwai::shop {

// A person asks once for each thing and gives it back; a page that asks again after a lost connection counts
// too.
inline const http::Rate kHoldsOfViewer{"holds of one viewer", 60, Milliseconds(1000)};

struct HoldParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  const Clock& clock;
  Shelves& shelves;
  Holds& holds;
};

class HoldRoutes {
 public:
  explicit HoldRoutes(HoldParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer post_hold(http::Request& request);
  Answer get_mine(http::Request& request);
  Answer delete_hold(http::Request& request);
  Answer release_hold(http::Request& request);
  Answer list_holds(http::Request& request);
  Answer put_shelf_selling(http::Request& request);
  Answer delete_shelf_selling(http::Request& request);
  Answer end(HoldEnded ended);

  HoldParts parts_;
};

}  // namespace nigiwai::shop
