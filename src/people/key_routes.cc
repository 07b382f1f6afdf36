// API keys over HTTP, for owners.
#include "people/routes.h"

namespace nigiwai::people {
namespace {

constexpr const char* kKeySchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"scopes":{"type":"array","items":{"type":"string"}},"created_by":{"type":"string"},
  "created_at":{"type":"string","format":"date-time"},"last_used_at":{"type":["string","null"]},
  "key":{"type":"string","description":"The key itself: told in the answer that makes it, and never again."}}})";

}  // namespace

void Routes::add_key_routes(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/keys",
              .access = http::Access::roles({}),
              .handle = [this](http::Request& r) { return list_keys(r); },
              .summary = "The API keys in use, without the keys themselves.",
              .answer = std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
                        kKeySchema + R"(},"next":{"type":["string","null"]}}})"});
  router.add(
      {.method = "POST",
       .path = "/api/keys",
       .access = http::Access::roles({}),
       .handle = [this](http::Request& r) { return post_key(r); },
       .summary = "Makes an API key for another shop's server, for some scopes. The key is told once.",
       .body =
           R"({"type":"object","required":["name"],"properties":{"name":{"type":"string","maxLength":60},
  "scopes":{"type":"array","minItems":1,"items":{"enum":["events:read","orders:read","orders:write","catalogue:write","webhooks:manage"]},
  "default":["events:read","orders:write"]}}})",
       .answer = kKeySchema});
  router.add({.method = "DELETE",
              .path = "/api/keys/{id}",
              .access = http::Access::roles({}),
              .handle = [this](http::Request& r) { return delete_key(r); },
              .summary = "Withdraws an API key: the next call with it is refused."});
}

Routes::Answer Routes::list_keys(http::Request&) {
  const auto found =
      parts_.people.readers().read<json::array>([](store::Database& db) -> Result<json::array> {
        json::array items;
        for (const auto& key : api_keys(db)) items.push_back(to_json(key));
        return items;
      });
  if (!found) co_return http::problem_response(found.error());
  co_return http::json_response(json::object{{"items", *found}, {"next", nullptr}});
}

Routes::Answer Routes::post_key(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  auto name = in.text("name", {.least = 1, .most = 60});
  auto scopes = read_scopes(in);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto made = co_await parts_.people.add_key(std::move(name), std::move(scopes), request.caller);
  if (!made) co_return http::problem_response(made.error());
  auto shown = to_json(made->key);
  shown["key"] = made->token;
  co_return http::json_response(shown, 201);
}

Routes::Answer Routes::delete_key(http::Request& request) {
  const auto done = co_await parts_.people.withdraw_key(std::string(request.parameter("id")), request.caller);
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

}  // namespace nigiwai::people
