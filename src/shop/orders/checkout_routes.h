// The checkout's settings over HTTP: delivery, payment, the issuer of receipts, legal pages, postal codes.
#pragma once

#include "shop/shop_parts.h"

namespace nigiwai::shop {

class CheckoutRoutes {
 public:
  explicit CheckoutRoutes(const ShopParts& parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_settings(http::Request& request);
  Answer put_delivery(http::Request& request);
  Answer put_payment(http::Request& request);
  Answer put_issuer(http::Request& request);
  Answer get_legal(http::Request& request);
  Answer put_legal(http::Request& request);
  Answer get_postal_code(http::Request& request);

  ShopParts parts_;
};

}  // namespace nigiwai::shop
