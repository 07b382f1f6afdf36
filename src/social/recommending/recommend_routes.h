// Recommendations over HTTP, the looks at a product's page that they count, and the way out.
#pragma once

#include "http/router.h"
#include "social/recommending/recommending.h"
#include "store/readers.h"
#include "timeline/journal.h"

namespace nigiwai::social {

struct RecommendParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  const Clock& clock;
};

// What is asked for: what goes with a product or a show, or what suits the caller.
struct RecommendAsked {
  std::string product{};
  std::string show{};
  std::size_t limit = 8;
};
// {"model", "products": […], "shows": […]}, each with its card and "basis": "together" or "popular".
// not-found for the product or show. Without a viewer nothing is known of who asks.
Result<json::object> recommendations_json(store::Database& db, const RecommendAsked& asked,
                                          const std::string& viewer, WallTime now);

class RecommendRoutes {
 public:
  explicit RecommendRoutes(RecommendParts parts) : parts_(parts) {}
  void add_to(http::Router& router);  // this must outlive the router

 private:
  using Answer = Task<http::Response>;
  Answer get_recommendations(http::Request& request);
  Answer post_look(http::Request& request);
  Answer get_own(http::Request& request);
  Answer put_own(http::Request& request);

  RecommendParts parts_;
};

}  // namespace nigiwai::social
