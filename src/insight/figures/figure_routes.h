// The figures over HTTP: of one show and of many, opened to their events, over the show's clock, by product.
#pragma once

#include "http/router.h"
#include "insight/insight.h"

namespace nigiwai::insight {

struct FigureParts {  // all outlive the server
  Insight& insight;
  std::string secret{};  // of the shop: makes pseudonyms
};

class FigureRoutes {
 public:
  explicit FigureRoutes(FigureParts parts) : parts_(std::move(parts)) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_definitions(http::Request& request);
  Answer get_show(http::Request& request);
  Answer get_events(http::Request& request);
  Answer get_curve(http::Request& request);
  Answer get_products(http::Request& request);
  Answer get_stages(http::Request& request);
  Answer get_many(http::Request& request);
  Answer get_staff(http::Request& request);

  FigureParts parts_;
};

}  // namespace nigiwai::insight
