
#include "people/audit.h"
#include "people/key_scopes.h"
#include "shop/products/product.h"
#include "shop/products/stock.h"
#include "shop/routes.h"
#include "store/writing.h"

namespace nigiwai::shop {

using http::Access;
using http::Role;

void Routes::add_stock_routes(http::Router& router) {
  router.add(
      {.method = "POST",
       .path = "/api/stock/{sku}",
       .access = Access::roles({Role::kPlanner, Role::kDirector, Role::kExternal}),
       .handle = people::scoped(parts_.readers, people::Scope::kWriteCatalogue,
                                [this](http::Request& r) { return post_stock(r); }),
       .summary =
           "Changes the stock of a SKU by a number of pieces; never below nothing. Takes an Idempotency-Key.",
       .body =
           R"({"type":"object","required":["delta","reason"],"properties":{"delta":{"type":"integer"},"reason":{"type":"string"}}})",
       .answer = R"({"type":"object","properties":{"sku":{"type":"string"},"left":{"type":"integer"}}})"});
  router.add(
      {.method = "GET",
       .path = "/api/stock/{sku}/history",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return stock_history(r); },
       .summary = "What changed the stock of a SKU, newest first: staff with their reasons, and orders.",
       .answer =
           R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "at":{"type":"string","format":"date-time"},"delta":{"type":"integer"},"left":{"type":["integer","null"]},
  "reason":{"type":["string","null"]},"by":{"type":["string","null"]},"order":{"type":["string","null"]}}}},
  "next":{"type":["string","null"]}}})"});
}

Routes::Answer Routes::post_stock(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  StockChange wanted{.sku = std::string(request.parameter("sku")),
                     .delta = in.whole("delta", {-kMostStock, kMostStock}),
                     .reason = in.text("reason", {.least = 1, .most = 200})};
  if (wanted.delta == 0) in.wrong("delta", "A change of nothing is none.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto key = http::idempotency_key(request, "POST /api/stock/" + wanted.sku);
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  const auto answer =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto now = change_stock(t, wanted, by);
          if (!now) return std::unexpected(now.error());
          people::audit(t, by, "stock.changed", wanted.sku, {{"delta", wanted.delta}, {"left", now->left}});
          announce_stock(t, parts_.journal, parts_.shelves, {{wanted.sku, *now}});
          return json::object{{"sku", wanted.sku}, {"left", left_of(t.db(), wanted.sku)}};
        });
      });
  if (!answer) co_return http::problem_response(answer.error());
  co_return http::json_response(*answer, 201);
}

Routes::Answer Routes::stock_history(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const std::string sku(request.parameter("sku"));
  const auto found = parts_.readers.read<StockHistory>(
      [&](store::Database& db) { return shop::stock_history(db, sku, *page); });
  if (!found) co_return http::problem_response(found.error());
  json::array items;
  for (const auto& each : found->items) items.push_back(to_json(each));
  co_return http::json_response(json::object{
      {"items", std::move(items)}, {"next", found->next ? json::value(*found->next) : json::value()}});
}

}  // namespace nigiwai::shop
