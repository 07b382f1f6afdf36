// The shop over HTTP: settings, products, pictures of products, stock, orders.
#pragma once

#include "shop/feed/importing.h"
#include "shop/orders/checkout_routes.h"
#include "shop/orders/order_routes.h"
#include "shop/settings.h"
#include "shop/shop_parts.h"

namespace nigiwai::shop {

class Routes {
 public:
  explicit Routes(ShopParts parts)
      : parts_(std::move(parts)),
        order_routes_(parts_),
        checkout_routes_(parts_),
        importing_({.writer = parts_.writer, .journal = parts_.journal, .shelves = parts_.shelves}) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_shop(http::Request& request);
  Answer patch_shop(http::Request& request);
  Answer put_product(http::Request& request);
  Answer put_picture(http::Request& request);
  Answer post_picture(http::Request& request);
  Answer order_gallery(http::Request& request);
  Answer delete_picture(http::Request& request);
  Answer list_products(http::Request& request);
  Answer get_product(http::Request& request);
  Answer post_stock(http::Request& request);
  Answer stock_history(http::Request& request);
  Answer post_import(http::Request& request);
  Answer import_progress(http::Request& request);

  void add_product_routes(http::Router& router);
  void add_gallery_routes(http::Router& router);
  void add_stock_routes(http::Router& router);
  void add_import_routes(http::Router& router);

  ShopParts parts_;
  OrderRoutes order_routes_;
  CheckoutRoutes checkout_routes_;
  feed::Importing importing_;
};

}  // namespace nigiwai::shop
