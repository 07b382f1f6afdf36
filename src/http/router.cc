#include "http/router.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/parse.hpp>

#include "base/check.h"
#include "base/log.h"
#include "store/database.h"

namespace nigiwai::http {
namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  segments.reserve(8);
  for (std::size_t from = 1; from <= path.size();) {
    const auto slash = std::min(path.find('/', from), path.size());
    segments.push_back(path.substr(from, slash - from));
    from = slash + 1;
  }
  return segments;
}

bool is_write(const std::string& method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

std::string_view bearer(const Request& request) {
  const auto header = request.header("authorization");
  return header.starts_with("Bearer ") ? header.substr(7) : std::string_view();
}

// Staff routes take the staff cookie; where both may come, the one that the page says it acts as (?as=staff
// or the X-Nigiwai-As header), else the viewer's.
bool acts_as_staff(const Access& access, const Request& request) {
  return access.only_staff() || request.asked("as") == "staff" || request.header("x-nigiwai-as") == "staff";
}

}  // namespace

void Router::add(Route route) {
  std::vector<std::string> names;
  auto* node = &root_;
  bool takes_rest = false;
  for (const auto segment : split(route.path)) {
    if (!segment.starts_with("{")) {
      auto& next = node->written[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
      names.emplace_back();
      continue;
    }
    takes_rest = segment.ends_with("...}");
    names.emplace_back(segment.substr(1, segment.size() - (takes_rest ? 5 : 2)));
    if (takes_rest) break;
    if (!node->parameter) node->parameter = std::make_unique<Node>();
    node = node->parameter.get();
  }
  (takes_rest ? node->rests : node->ends).push_back(routes_.size());
  names_.push_back(std::move(names));
  routes_.push_back(std::move(route));
}

void Router::search(const Node& node, std::size_t depth, Search& search) const {
  const auto look_at = [&](const std::vector<std::size_t>& routes) {
    for (const auto i : routes) {
      if (search.methods != nullptr) search.methods->insert(routes_[i].method);
      if (!search.found && routes_[i].method == search.method) search.found = i;
    }
  };
  if (depth == search.segments.size()) return look_at(node.ends);
  const auto done = [&] { return search.found && search.methods == nullptr; };
  if (const auto next = node.written.find(search.segments[depth]); next != node.written.end()) {
    this->search(*next->second, depth + 1, search);
  }
  if (node.parameter && !done()) this->search(*node.parameter, depth + 1, search);
  if (!done()) look_at(node.rests);
}

const Route* Router::find(const std::string& method, const std::string& path, Named* parameters,
                          std::set<std::string>* methods) const {
  const auto segments = split(path);
  Search wanted{.segments = segments,
                .method = method == "HEAD" ? std::string_view("GET") : std::string_view(method),
                .found = std::nullopt,
                .methods = methods};
  search(root_, 0, wanted);
  if (!wanted.found) return nullptr;
  const auto& names = names_[*wanted.found];
  for (std::size_t s = 0; parameters != nullptr && s < names.size(); ++s) {
    if (names[s].empty()) continue;
    // The last name may stand for all that follows.
    const auto* end =
        s + 1 == names.size() ? path.data() + path.size() : segments[s].data() + segments[s].size();
    (*parameters)[names[s]] = std::string(segments[s].data(), end);
  }
  return &routes_[*wanted.found];
}

std::size_t Router::max_body(const std::string& method, const std::string& path) const {
  const auto* route = find(method, path, nullptr, nullptr);
  return route == nullptr ? 0 : route->max_body;
}

Result<void> Router::identify(const Access& access, Request& request) {
  if (access.looks_nobody_up()) return {};
  auto lookup = [&](const std::string& token, bool staff_first) -> Result<Caller> {
    auto caller = staff_first ? authenticator_.staff(token) : authenticator_.viewer(token);
    if (!caller && caller.error().kind == Kind::kUnauthorized) {
      caller = staff_first ? authenticator_.viewer(token) : authenticator_.staff(token);
    }
    return caller;
  };
  if (const auto token = bearer(request); !token.empty()) {
    auto caller = lookup(std::string(token), true);
    if (!caller && caller.error().kind == Kind::kUnauthorized) {
      auto key = authenticator_.key(std::string(token));
      if (key || access.only_keys() || key.error().kind != Kind::kUnauthorized) caller = std::move(key);
    }
    if (!caller) return std::unexpected(caller.error());
    request.caller = *std::move(caller);
    return {};
  }
  const bool as_staff = acts_as_staff(access, request);
  for (const auto* name : as_staff ? std::initializer_list<const char*>{"nigiwai_staff"}
                                   : std::initializer_list<const char*>{"nigiwai_viewer", "nigiwai_staff"}) {
    const auto token = request.cookie(name);
    if (token.empty()) continue;
    const bool staff = std::string_view(name) == "nigiwai_staff";
    auto caller =
        staff ? authenticator_.staff(std::string(token)) : authenticator_.viewer(std::string(token));
    if (!caller) {
      if (caller.error().kind == Kind::kUnauthorized) continue;  // an ended session is nobody
      return std::unexpected(caller.error());
    }
    request.caller = *std::move(caller);
    request.by_cookie = true;
    return {};
  }
  return {};
}

Result<void> Router::admit(const Route& route, Request& request) {
  if (auto known = identify(route.access, request); !known) return known;
  // What anybody may ask for a key may, too: as anybody.
  const bool with_key = request.caller.role == Role::kExternal;
  if (with_key && !route.access.allows(Role::kExternal) && route.access.allows(Role::kNobody))
    request.caller = {};
  if (!route.access.allows(request.caller.role)) {
    if (!request.caller.is_somebody()) {
      if (route.access.only_keys()) {
        return fail(Kind::kUnauthorized, "unauthorized",
                    "An API key of this shop is needed (Authorization: Bearer …).");
      }
      return fail(Kind::kUnauthorized, "unauthorized",
                  route.access.only_staff() ? "This is for the shop's staff. Sign in first."
                                            : "A viewer token is needed (POST /api/viewers).");
    }
    return fail(Kind::kForbidden, "forbidden", fmt::format("This is for: {}.", route.access.described()));
  }
  if (request.by_cookie && is_write(request.method)) {
    const auto origin = request.header("origin");
    const auto& ours = options_.origins;
    if (std::find(ours.begin(), ours.end(), origin) == ours.end()) {
      return fail(Kind::kForbidden, "origin",
                  "A write with a cookie must come from the shop's own pages (its Origin is checked).");
    }
  }
  if (route.rate) {
    return limits_.take(*route.rate, request.caller.is_somebody() ? request.caller.id : request.peer);
  }
  return {};
}

Task<Response> Router::handle(Request& request) {
  auto response = co_await answer(request);
  share(request, response);
  co_return response;
}

// Pages of the sites that embed this shop may read the API, with a token of their own and never with a cookie
// (Fetch, 3.2 CORS protocol: without Allow-Credentials the browser drops what was asked with one).
void Router::share(const Request& request, Response& response) const {
  if (!options_.shared_with || !request.path.starts_with("/api/") || response.takeover) return;
  const auto origin = request.header("origin");
  if (origin.empty() || !options_.shared_with(origin)) return;
  response.with("Access-Control-Allow-Origin", std::string(origin)).with("Vary", "Origin");
  if (request.method != "OPTIONS") return;
  response.with("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
      .with("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key")
      .with("Access-Control-Max-Age", "600");
}

Task<Response> Router::answer(Request& request) {
  std::optional<Problem> broken;
  try {
    const auto* route = find(request.method, request.path, &request.parameters, nullptr);
    std::set<std::string> methods;
    if (route == nullptr) find(request.method, request.path, nullptr, &methods);
    if (route == nullptr && methods.empty()) {
      if (otherwise_ && (request.method == "GET" || request.method == "HEAD"))
        co_return co_await otherwise_(request);
      co_return problem_response({Kind::kNotFound, "not-found", "There is nothing at this path."});
    }
    if (route == nullptr) {
      methods.insert("OPTIONS");
      if (methods.contains("GET")) methods.insert("HEAD");
      auto response = request.method == "OPTIONS"
                          ? empty_response(204)
                          : problem_response({Kind::kWrongMethod, "method",
                                              "This path does not take " + request.method + "."});
      response.with("Allow", fmt::format("{}", fmt::join(methods, ", ")));
      co_return response;
    }
    if (auto admitted = admit(*route, request); !admitted) co_return problem_response(admitted.error());
    co_return co_await route->handle(request);
  } catch (const store::StoreFailure& failure) {
    broken = failure.problem();
  } catch (const std::exception& failure) {
    log_error("a request failed",
              {{"method", request.method}, {"path", request.path}, {"why", failure.what()}});
    broken = Problem{Kind::kInternal, "internal", "Something went wrong on the server; nothing was changed."};
  }
  co_return problem_response(*broken);
}

Result<PageAsked> page_asked(const Request& request) {
  PageAsked page;
  const auto limit = request.whole("limit", 1, 200);
  if (!limit) return std::unexpected(limit.error());
  page.limit = limit->value_or(50);
  page.cursor = std::string(request.asked("cursor").value_or(""));
  if (page.cursor.size() > 200) return invalid("cursor", "This is not a cursor that a list gave.");
  return page;
}

boost::json::object openapi(const std::vector<Route>& routes, const std::string& public_url) {
  namespace json = boost::json;
  json::object paths;
  for (const auto& route : routes) {
    if (route.summary.empty()) continue;
    std::string path = route.path;
    if (const auto dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
    json::object operation{{"summary", route.summary}, {"x-access", route.access.described()}};
    json::array parameters;
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
      parameters.push_back({{"name", path.substr(open + 1, path.find('}', open) - open - 1)},
                            {"in", "path"},
                            {"required", true},
                            {"schema", {{"type", "string"}}}});
    }
    if (!parameters.empty()) operation["parameters"] = std::move(parameters);
    if (!route.body.empty()) {
      operation["requestBody"] = {{"required", true},
                                  {"content", {{"application/json", {{"schema", json::parse(route.body)}}}}}};
    }
    json::object success{{"description", "Success"}};
    if (!route.answer.empty())
      success["content"] = {{"application/json", {{"schema", json::parse(route.answer)}}}};
    operation["responses"] = {
        {"2XX", std::move(success)},
        {"default",
         {{"description", "A problem (RFC 9457)"},
          {"content",
           {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}}}};
    if (!route.access.allows(Role::kNobody))
      operation["security"] = json::array{json::object{{"bearer", json::array{}}}};
    std::string method = route.method;
    for (auto& c : method) c = static_cast<char>(std::tolower(c));
    if (!paths.contains(path)) paths[path] = json::object{};
    paths[path].as_object()[method] = std::move(operation);
  }
  json::object problem{{"type", "object"},
                       {"required", json::array{"type", "title", "status", "detail"}},
                       {"properties",
                        {{"type", {{"type", "string"}}},
                         {"title", {{"type", "string"}}},
                         {"status", {{"type", "integer"}}},
                         {"detail", {{"type", "string"}}},
                         {"field", {{"type", "string"}}},
                         {"retry_after_ms", {{"type", "integer"}}}}}};
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "nigiwai"}, {"version", "1"}}},
          {"servers", json::array{json::object{{"url", public_url}}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", {{"Problem", std::move(problem)}}},
            {"securitySchemes", {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

}  // namespace nigiwai::http
