#include "shop/holds/hold_routes.h"

#include "people/audit.h"
#include "shop/selling.h"
#include "store/writing.h"

namespace nigiwai::shop {
namespace {

using http::Access;
using http::Role;

constexpr const char* kWantedSchema =
    R"({"type":"object","required":["sku"],"properties":{"show":{"type":"string"},
  "at":{"type":"integer","minimum":0},"sku":{"type":"string"},"quantity":{"type":"integer","minimum":1,"maximum":99,"default":1}}})";
constexpr const char* kHoldSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"sku":{"type":"string"},
  "quantity":{"type":"integer"},"until":{"type":"string","format":"date-time"},"left_ms":{"type":"integer"},
  "waiting":{"type":"integer","minimum":1}}})";
constexpr const char* kMineSchema = R"({"type":"object","properties":{
  "items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"sku":{"type":"string"},
    "product":{"type":"string"},"quantity":{"type":"integer"},"until":{"type":"string"},"left_ms":{"type":"integer"},
    "show":{"type":["string","null"]}}}},
  "waiting":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"sku":{"type":"string"},
    "product":{"type":"string"},"quantity":{"type":"integer"},"place":{"type":"integer"},"show":{"type":["string","null"]}}}}}})";
constexpr const char* kAllSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "sku":{"type":"string"},"product":{"type":"string"},"left":{"type":"integer"},"held":{"type":"integer"},
  "waiting":{"type":"integer"},"holds":{"type":"array","items":{"type":"object"}},
  "line":{"type":"array","items":{"type":"object"}}}}}}})";
constexpr const char* kSellingSchema =
    R"({"type":"object","properties":{"selling":{"enum":["first-to-pay","first-to-hold"]},
  "hold_seconds":{"type":"integer","minimum":20,"maximum":3600},"waitlist":{"type":"boolean"}}})";

http::Response fresh(const Result<json::object>& body) {
  if (!body) return http::problem_response(body.error());
  auto response = http::json_response(*body);
  response.with("Cache-Control", "no-store");
  return response;
}

}  // namespace

void HoldRoutes::add_to(http::Router& router) {
  const auto selling = Access::roles({Role::kPlanner, Role::kDirector});
  router.add({.method = "POST",
              .path = "/api/holds",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return post_hold(r); },
              .summary =
                  "Keeps pieces for a viewer for a time (201), or gives a place in line (202). Takes an "
                  "Idempotency-Key.",
              .body = kWantedSchema,
              .answer = kHoldSchema,
              .rate = kHoldsOfViewer});
  router.add({.method = "GET",
              .path = "/api/holds/mine",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return get_mine(r); },
              .summary = "What is kept for the caller, and where the caller waits.",
              .answer = kMineSchema,
              .rate = http::Rate{"looks at one's own holds", 120, Milliseconds(250)}});
  router.add({.method = "DELETE",
              .path = "/api/holds/{id}",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return delete_hold(r); },
              .summary = "Gives the caller's hold back, or leaves the line.",
              .rate = kHoldsOfViewer});
  router.add(
      {.method = "GET",
       .path = "/api/holds",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return list_holds(r); },
       .summary =
           "Every SKU of which something is kept or waited for, with its holds and its line; ?product= "
           "for those of one product.",
       .answer = kAllSchema});
  router.add(
      {.method = "POST",
       .path = "/api/holds/{id}/release",
       .access = selling,
       .handle = [this](http::Request& r) { return release_hold(r); },
       .summary = "Ends somebody's hold or place in line, with a reason that this person is told.",
       .body = R"({"type":"object","required":["reason"],"properties":{"reason":{"type":"string"}}})"});
  router.add({.method = "PUT",
              .path = "/api/shows/{id}/shelf/{product}/selling",
              .access = selling,
              .handle = [this](http::Request& r) { return put_shelf_selling(r); },
              .summary = "How this product sells in this show, whatever the shop's own way is.",
              .body = kSellingSchema,
              .answer = kSellingSchema});
  router.add({.method = "DELETE",
              .path = "/api/shows/{id}/shelf/{product}/selling",
              .access = selling,
              .handle = [this](http::Request& r) { return delete_shelf_selling(r); },
              .summary = "From now on this product sells in this show as the shop does."});
}

HoldRoutes::Answer HoldRoutes::post_hold(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  auto wanted = read_hold(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  auto key = http::idempotency_key(request, "POST /api/holds");
  if (!key) co_return http::problem_response(key.error());
  wanted->by = request.caller;
  wanted->key = *std::move(key);
  const auto done = co_await store::decide(parts_.holds.deciding(), HoldCommand(*std::move(wanted)));
  if (!done) co_return http::problem_response(done.error());
  co_return http::json_response(done->body, done->status);
}

HoldRoutes::Answer HoldRoutes::get_mine(http::Request& request) {
  co_return fresh(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    return holds_of(db, request.caller.id, parts_.clock.wall());
  }));
}

HoldRoutes::Answer HoldRoutes::list_holds(http::Request& request) {
  const std::string product(request.asked("product").value_or(""));
  co_return fresh(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    return all_holds(db, product, parts_.clock.wall());
  }));
}

HoldRoutes::Answer HoldRoutes::end(HoldEnded ended) {
  const auto done = co_await store::decide(parts_.holds.deciding(), HoldCommand(std::move(ended)));
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

HoldRoutes::Answer HoldRoutes::delete_hold(http::Request& request) {
  co_return co_await end({.id = std::string(request.parameter("id")), .by = request.caller, .reason = ""});
}

HoldRoutes::Answer HoldRoutes::release_hold(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  auto reason = in.text("reason", {.least = 1, .most = 200});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  co_return co_await end(
      {.id = std::string(request.parameter("id")), .by = request.caller, .reason = std::move(reason)});
}

HoldRoutes::Answer HoldRoutes::put_shelf_selling(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto change = read_selling(in);
  if (!change.any()) in.wrong("selling", "Say what differs: selling, hold_seconds or waitlist.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  const std::string show(request.parameter("id"));
  const std::string product(request.parameter("product"));
  const auto now = co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        if (!parts_.shelves.on_shelf(t.db(), show, product)) {
          return fail(Kind::kNotFound, "not-found", "This product is not on the shelf of such a show.");
        }
        const auto selling = with(selling_of(t.db(), show, product), change);
        set_shelf_selling(t, show, product, selling);
        json::object shown;
        shop::add_to(shown, selling);
        auto detail = shown;
        detail["product"] = product;
        people::audit(t, by, "selling.changed", show, std::move(detail));
        return shown;
      });
  co_return now ? http::json_response(*now) : http::problem_response(now.error());
}

HoldRoutes::Answer HoldRoutes::delete_shelf_selling(http::Request& request) {
  const auto& by = request.caller;
  const std::string show(request.parameter("id"));
  const std::string product(request.parameter("product"));
  const auto done = co_await store::write<bool>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<bool> {
        if (!parts_.shelves.on_shelf(t.db(), show, product)) {
          return fail(Kind::kNotFound, "not-found", "This product is not on the shelf of such a show.");
        }
        set_shelf_selling(t, show, product, std::nullopt);
        people::audit(t, by, "selling.changed", show, {{"product", product}, {"selling", nullptr}});
        return true;
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

}  // namespace nigiwai::shop
