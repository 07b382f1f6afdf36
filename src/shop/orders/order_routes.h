// Orders over HTTP: placing, quoting, finding, taking them on, and their receipts.
#pragma once

#include "shop/orders/order_steps.h"
#include "shop/shop_parts.h"

namespace nigiwai::shop {

class OrderRoutes {
 public:
  explicit OrderRoutes(const ShopParts& parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer post_order(http::Request& request);
  Answer post_quote(http::Request& request);
  Answer list_orders(http::Request& request);
  Answer get_order(http::Request& request);
  Answer get_receipt(http::Request& request);
  Answer csv_of_orders(http::Request& request);
  Answer post_step(Act act, http::Request& request);

  // The first line of what is surely sold out, in a body that was not looked at further.
  std::optional<std::string> sold_out_line(const json::object& body) const;
  bool is_answered(const http::IdempotencyKey& key);
  // The order behind the request: staff may read any, others only with the key of its private link.
  Result<Order> order_asked(const http::Request& request);

  ShopParts parts_;
};

}  // namespace nigiwai::shop
