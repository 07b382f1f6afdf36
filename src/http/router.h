// Routes: what the server answers, who may ask, and how it is described.
//
// A route is everything about one method and path in one place; the OpenAPI document, the auth guard, the
// body limit and the rate limit all come from it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/net.h"
#include "http/message.h"
#include "http/rate_limit.h"

namespace nigiwai::http {

inline constexpr std::size_t kUsualBody = 64 * 1024;  // JSON that a person or a shop sends

using Handler = std::function<Task<Response>(Request&)>;

struct Route {
  std::string method;
  std::string path;  // "/api/shows/{id}", "/media/{show}/{rest...}": the last may take all that follows
  Access access;
  Handler handle;
  std::string summary{};  // one sentence; a route without one stays out of the OpenAPI document
  std::string body{};     // JSON Schema of the request body, empty for none
  std::string answer{};   // JSON Schema of the answer, empty for none
  std::size_t max_body = kUsualBody;
  std::optional<Rate> rate{};  // per caller, or per address for nobody
};

struct RouterOptions {
  std::vector<std::string> origins;  // of the shop: writes borne by a cookie must come from one of these
  // Whether pages of this other origin may read the API (CORS); nobody's may where it is not set. Any thread.
  std::function<bool(std::string_view origin)> shared_with{};
};

class Router {
 public:
  Router(Authenticator& authenticator, RateLimits& limits, RouterOptions options)
      : authenticator_(authenticator), limits_(limits), options_(std::move(options)) {}

  void add(Route route);
  // Answers what no route takes: pages and assets. Gets GET and HEAD only.
  void otherwise(Handler handle) { otherwise_ = std::move(handle); }

  // The body limit of what this will be, before the body is read.
  std::size_t max_body(const std::string& method, const std::string& path) const;
  // Never throws: whatever goes wrong becomes a problem.
  Task<Response> handle(Request& request);

  const std::vector<Route>& routes() const { return routes_; }

 private:
  // `methods`, where given, gets those that the path takes.
  const Route* find(const std::string& method, const std::string& path, Named* parameters,
                    std::set<std::string>* methods) const;
  Task<Response> answer(Request& request);
  void share(const Request& request, Response& response) const;
  Result<void> admit(const Route& route, Request& request);
  Result<void> identify(const Access& access, Request& request);

  // Routes by the segments of their paths. Where both fit, a segment that is written out goes before a
  // parameter.
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> written;
    std::unique_ptr<Node> parameter;
    std::vector<std::size_t> ends;   // routes whose path ends here, by index
    std::vector<std::size_t> rests;  // routes that take whatever else follows
  };
  // What a path was found to be: a route of the wanted method, and the methods that the path takes.
  struct Search {
    std::span<const std::string_view> segments;
    std::string_view method;
    std::optional<std::size_t> found;
    std::set<std::string>* methods;
  };
  void search(const Node& node, std::size_t depth, Search& search) const;

  Authenticator& authenticator_;
  RateLimits& limits_;
  RouterOptions options_;
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>>
      names_;  // of each route's parameters, by segment; empty where written out
  Node root_;
  Handler otherwise_;
};

// Reads ?cursor= and ?limit= of a list; limit is 1 to 200, 50 when not said.
struct PageAsked {
  std::string cursor;
  std::int64_t limit = 50;
};
Result<PageAsked> page_asked(const Request& request);

// The OpenAPI 3.1 document of all routes that have a summary.
boost::json::object openapi(const std::vector<Route>& routes, const std::string& public_url);

}  // namespace nigiwai::http
