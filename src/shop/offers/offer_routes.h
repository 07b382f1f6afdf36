// Preparing the offers of a show, over HTTP. They are opened and closed over the room's socket (offers.h).
#pragma once

#include "http/router.h"
#include "shop/offers/offers.h"
#include "store/readers.h"

namespace nigiwai::shop {

class OfferRoutes {
 public:
  struct Parts {  // all outlive the server
    store::Writer& writer;
    store::Readers& readers;
    OfferParts offers;
  };
  explicit OfferRoutes(Parts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer list(http::Request& request);
  Answer post(http::Request& request);
  Answer put(http::Request& request);
  Answer remove(http::Request& request);
  Result<Offer> read(const http::Request& request);

  Parts parts_;
};

}  // namespace nigiwai::shop
