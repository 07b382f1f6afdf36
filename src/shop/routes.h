// The shop over HTTP: settings, products, pictures of products, stock, orders.
#pragma once

#include <functional>

#include "base/random.h"
#include "http/router.h"
#include "media/pictures.h"
#include "shop/orders.h"
#include "shop/settings.h"
#include "shop/shelves.h"
#include "store/readers.h"

namespace nigiwai::shop {

// Orders of one viewer, and of everybody without a token behind one address. An office or a phone network
// stands behind a single address, and a retry with the same key counts too, so both are far above what a
// person does.
inline const http::Rate kOrdersOfViewer{"orders of one viewer", 200, Milliseconds(20)};
inline const http::Rate kOrdersOfAddress{"orders from one address without a viewer token", 60,
                                         Milliseconds(500)};

struct ShopParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  Shelves& shelves;
  media::Pictures& pictures;
  Orders& orders;
  http::RateLimits& limits;
  // `ready` of GET /api/shop: whether an owner exists.
  std::function<bool(store::Database&)> has_owner;
};

class Routes {
 public:
  explicit Routes(ShopParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_shop(http::Request& request);
  Answer patch_shop(http::Request& request);
  Answer put_product(http::Request& request);
  Answer put_picture(http::Request& request);
  Answer list_products(http::Request& request);
  Answer get_product(http::Request& request);
  Answer post_stock(http::Request& request);
  Answer post_order(http::Request& request);
  Answer list_orders(http::Request& request);
  Answer get_order(http::Request& request);
  Answer csv_of_orders(http::Request& request);

  void add_order_routes(http::Router& router);

  ShopParts parts_;
};

}  // namespace nigiwai::shop
