// The shop inside other shops over HTTP: the settings, moments for their carts, and the orders they tell.
#pragma once

#include "base/clock.h"
#include "http/router.h"
#include "shop/embedding/embedding.h"
#include "shop/embedding/external_orders.h"
#include "store/readers.h"

namespace nigiwai::shop {

// What lively hands do, several times over; an office stands behind one address.
inline const http::Rate kMoments{"moments for a cart", 30, Milliseconds(1000)};
// A shop that was away tells all that it sold meanwhile.
inline const http::Rate kExternalOrders{"orders told with one key", 500, Milliseconds(20)};

struct EmbeddingParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Shelves& shelves;
  Random& random;
  const Clock& clock;
  Embedding& embedding;
};

class EmbeddingRoutes {
 public:
  explicit EmbeddingRoutes(EmbeddingParts parts) : parts_(parts) {}
  // Before those of shop::Routes, whose /api/orders/{id} would take /api/orders/external.
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_settings(http::Request& request);
  Answer put_settings(http::Request& request);
  Answer list_external_ids(http::Request& request);
  Answer put_external_ids(http::Request& request);
  Answer post_moment(http::Request& request);
  Answer post_external(http::Request& request);
  Answer list_external(http::Request& request);

  void add_settings_routes(http::Router& router);

  EmbeddingParts parts_;
};

}  // namespace nigiwai::shop
