#include "shop/routes.h"
#include "store/writing.h"

namespace nigiwai::shop {
namespace {

using http::Access;

constexpr const char* kContactSchema =
    R"({"type":"object","required":["name","email","postal_code","address"],"properties":{
  "name":{"type":"string"},"email":{"type":"string"},"phone":{"type":"string"},"postal_code":{"type":"string"},
  "address":{"type":"string"}}})";

std::string order_schema() {
  return std::string(
             R"({"type":"object","properties":{"id":{"type":"string"},"number":{"type":"string"},"state":{"type":"string"},
  "placed_at":{"type":"string","format":"date-time"},"show":{"type":["string","null"]},"at":{"type":["integer","null"]},
  "lines":{"type":"array","items":{"type":"object"}},"total":{"type":"object"},"tax":{"type":"array","items":{"type":"object"}},
  "payment":{"type":"string"},"url":{"type":"string"},"contact":)") +
         kContactSchema + "}}";
}

std::string place_schema() {
  return std::string(
             R"({"type":"object","required":["lines","contact"],"properties":{"show":{"type":"string"},
  "at":{"type":"integer","minimum":0},"payment":{"enum":["on-delivery"]},"lines":{"type":"array","minItems":1,"maxItems":20,
  "items":{"type":"object","required":["sku","quantity"],"properties":{"sku":{"type":"string"},
  "quantity":{"type":"integer","minimum":1,"maximum":99}}}},"contact":)") +
         kContactSchema + "}}";
}

}  // namespace

void Routes::add_order_routes(http::Router& router) {
  router.add(
      {.method = "POST",
       .path = "/api/orders",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return post_order(r); },
       .summary = "Places an order: all of its pieces or none (409 sold-out). Takes an Idempotency-Key.",
       .body = place_schema(),
       .answer = order_schema()});
  router.add(
      {.method = "GET",
       .path = "/api/orders",
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return list_orders(r); },
       .summary = "Orders, newest first; ?show= for those of one show.",
       .answer =
           R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})"});
  router.add({.method = "GET",
              .path = "/api/orders.csv",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return csv_of_orders(r); },
              .summary = "Orders as CSV in UTF-8 with a byte order mark, one line a line of an order; ?show= "
                         "for those of one show."});
  router.add({.method = "GET",
              .path = "/api/orders/{id}",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return get_order(r); },
              .summary = "One order: for staff, or with the ?key= of its private link.",
              .answer = order_schema(),
              .rate = http::Rate{"orders looked at", 120, Milliseconds(500)}});
}

Routes::Answer Routes::post_order(http::Request& request) {
  const bool known = request.caller.is_somebody();
  if (auto taken = parts_.limits.take(known ? kOrdersOfViewer : kOrdersOfAddress,
                                      known ? request.caller.id : request.peer);
      !taken) {
    co_return http::problem_response(taken.error());
  }
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  auto order = read_order(*body);
  if (!order) co_return http::problem_response(order.error());
  auto key = http::idempotency_key(request, "POST /api/orders");
  if (!key) co_return http::problem_response(key.error());
  OrderCommand command{.order = *std::move(order), .by = request.caller, .key = *std::move(key)};
  auto placed = co_await store::decide(parts_.orders.placing(), std::move(command));
  if (!placed) co_return http::problem_response(placed.error());
  co_return http::json_response(*placed, 201);
}

Routes::Answer Routes::list_orders(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const std::string show(request.asked("show").value_or(""));
  const auto found =
      parts_.readers.read<OrderPage>([&](store::Database& db) { return orders(db, show, *page); });
  if (!found) co_return http::problem_response(found.error());
  json::array items;
  for (const auto& each : found->items) items.push_back(to_json(each));
  co_return http::json_response(json::object{
      {"items", std::move(items)}, {"next", found->next ? json::value(*found->next) : json::value()}});
}

Routes::Answer Routes::get_order(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto key = request.asked("key");
  if (!key && !request.caller.is_staff()) {
    co_return http::problem_response(
        {Kind::kNotFound, "not-found", "There is no such order, or the link to it is not complete."});
  }
  const std::string secret(key.value_or(""));
  const auto found = parts_.readers.read<Order>([&](store::Database& db) {
    return request.caller.is_staff() ? order(db, id) : order_with_key(db, id, secret);
  });
  if (!found) co_return http::problem_response(found.error());
  co_return http::json_response(to_json(*found, request.caller.is_staff() ? "" : secret));
}

Routes::Answer Routes::csv_of_orders(http::Request& request) {
  const std::string show(request.asked("show").value_or(""));
  auto csv = parts_.readers.read<std::string>(
      [&](store::Database& db) -> Result<std::string> { return orders_csv(db, show); });
  if (!csv) co_return http::problem_response(csv.error());
  auto response = http::text_response(*std::move(csv), "text/csv; charset=utf-8");
  response.with("Content-Disposition", "attachment; filename=\"orders.csv\"")
      .with("Cache-Control", "no-store");
  co_return response;
}

}  // namespace nigiwai::shop
