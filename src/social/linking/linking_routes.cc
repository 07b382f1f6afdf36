#include "social/linking/linking_routes.h"

#include "base/fields.h"
#include "base/log.h"
#include "base/time.h"
#include "http/answers.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;

// Somebody who mistypes; more is a program's.
const http::Rate kStarting{"codes for linking", 5, Milliseconds(60'000)};

constexpr const char* kOwnSchema =
    R"({"type":"object","properties":{"member":{"type":"boolean"},"items":{"type":"array","items":{"type":"object","properties":{
  "id":{"type":"string"},"network":{"type":"string"},"author":{"type":"string"},"linked_at":{"type":"string","format":"date-time"}}}},
  "waiting":{"type":["object","null"],"properties":{"code":{"type":"string"},"until":{"type":"string","format":"date-time"}}}}})";

}  // namespace

void LinkingRoutes::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/me/linked-accounts",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return list(r); },
              .summary = "A member's accounts on networks, and the code that waits to be said from another.",
              .answer = kOwnSchema});
  router.add(
      {.method = "POST",
       .path = "/api/me/linked-accounts",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return start(r); },
       .summary =
           "Agrees that what one says to the shop from an account counts for what is recommended to one, and "
           "makes the code that says whose it is: the account that says it to the shop within a day is "
           "linked.",
       .body = R"({"type":"object","required":["agreed"],"properties":{"agreed":{"const":true}}})",
       .answer =
           R"({"type":"object","properties":{"code":{"type":"string"},"until":{"type":"string","format":"date-time"}}})",
       .rate = kStarting});
  router.add({.method = "DELETE",
              .path = "/api/me/linked-accounts/{id}",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Unlinks an account: what is said from it counts for nobody any more."});
}

LinkingRoutes::Answer LinkingRoutes::list(http::Request& request) {
  const auto& viewer = request.caller.id;
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    return linked_json(db, viewer, parts_.clock.wall());
  }));
}

LinkingRoutes::Answer LinkingRoutes::start(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  if (in.optional_flag("agreed") != std::optional(true))
    in.wrong("agreed", "This must be true: an account is linked only by who agrees to what it is used for.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& viewer = request.caller.id;
  co_return http::answer(co_await store::write<json::object>(
                             parts_.writer, store::Lane::kRoom,
                             [&](store::Transaction& t) -> Result<json::object> {
                               const auto made = start_linking(t, parts_.random, viewer);
                               if (!made) return std::unexpected(made.error());
                               return json::object{{"code", made->code}, {"until", to_rfc3339(made->until)}};
                             }),
                         201);
}

LinkingRoutes::Answer LinkingRoutes::remove(http::Request& request) {
  const auto& viewer = request.caller.id;
  const std::string id(request.parameter("id"));
  const auto gone = co_await store::write<int>(parts_.writer, store::Lane::kRoom,
                                               [&](store::Transaction& t) -> Result<int> {
                                                 if (auto done = unlink(t, viewer, id); !done)
                                                   return std::unexpected(done.error());
                                                 return 0;
                                               });
  co_return gone ? http::empty_response() : http::problem_response(gone.error());
}

void LinkingRoutes::tend() {
  parts_.writer.run<bool>(
      store::Lane::kProjections,
      [this](store::Transaction& t) -> Result<bool> { return read_some_linking(t, parts_.random); },
      [this](const Result<bool>& more) {
        if (!more) return log_warn("accounts could not be linked", {{"why", more.error().detail}});
        if (*more) tend();
      });
}

}  // namespace nigiwai::social
