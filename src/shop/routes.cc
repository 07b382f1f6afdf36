#include "shop/routes.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include "people/audit.h"
#include "shop/legal.h"
#include "shop/products.h"
#include "shop/stock.h"
#include "store/writing.h"

namespace nigiwai::shop {
namespace {

using http::Access;
using http::Role;

constexpr const char* kMoney = R"({"type":"object","required":["amount","currency"],"properties":{
  "amount":{"type":"integer","minimum":0},"currency":{"type":"string","examples":["JPY"]}}})";

std::string with_money(std::string schema) {
  for (auto at = schema.find("$money"); at != std::string::npos; at = schema.find("$money"))
    schema.replace(at, 6, kMoney);
  return schema;
}

constexpr const char* kShopSchema =
    R"({"type":"object","properties":{"name":{"type":"string"},"name_latin":{"type":"string"},
  "currency":{"type":"string"},"ready":{"type":"boolean"},"legal":{"type":"array","items":{"type":"string"}}}})";
constexpr const char* kPutProductSchema = R"({"type":"object","required":["title","price"],"properties":{
  "title":{"type":"string","maxLength":120},"subtitle":{"type":"string"},"description":{"type":"string"},"price":$money,
  "tax_rate":{"enum":[10,8],"default":10},"variants":{"type":"array","maxItems":100,"items":{"type":"object",
  "required":["sku","options"],"properties":{"sku":{"type":"string"},"options":{"type":"object",
  "additionalProperties":{"type":"string"}},"price":$money}}}}})";
constexpr const char* kProductSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},
  "subtitle":{"type":"string"},"description":{"type":"string"},"price":$money,"tax_rate":{"type":"integer"},
  "picture":{"type":["object","null"]},"variants":{"type":"array","items":{"type":"object","properties":{
  "sku":{"type":"string"},"options":{"type":"object"},"price":$money,"left":{"type":"integer"}}}},
  "left":{"type":"integer"}}})";

// What of the shop's settings was changed, and to what.
json::object changed_names(const ChangeSettings& wanted) {
  json::object changed;
  if (wanted.name) changed["name"] = *wanted.name;
  if (wanted.name_latin) changed["name_latin"] = *wanted.name_latin;
  if (wanted.currency) changed["currency"] = *wanted.currency;
  return changed;
}

http::Response product_answer(const Result<Product>& product, int status = 200) {
  if (!product) return http::problem_response(product.error());
  return http::json_response(to_json(*product), status);
}

}  // namespace

void Routes::add_to(http::Router& router) {
  const auto planning = Access::roles({Role::kPlanner});
  const auto stocking = Access::roles({Role::kPlanner, Role::kDirector});
  router.add({.method = "GET",
              .path = "/api/shop",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return get_shop(r); },
              .summary = "What the shop is called, and whether it has an owner yet.",
              .answer = kShopSchema});
  router.add(
      {.method = "PATCH",
       .path = "/api/shop",
       .access = Access::roles({}),
       .handle = [this](http::Request& r) { return patch_shop(r); },
       .summary = "Changes the shop's names. The currency can change only before there are products.",
       .body =
           R"({"type":"object","properties":{"name":{"type":"string"},"name_latin":{"type":"string"},"currency":{"type":"string"}}})",
       .answer = kShopSchema});
  router.add({.method = "GET",
              .path = "/api/products",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return list_products(r); },
              .summary = "All products, in the order in which they were added.",
              .answer = with_money(
                  std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
                  kProductSchema + R"(},"next":{"type":["string","null"]}}})")});
  router.add({.method = "GET",
              .path = "/api/products/{id}",
              .access = Access::open(),
              .handle = [this](http::Request& r) { return get_product(r); },
              .summary = "One product, with what is left.",
              .answer = with_money(kProductSchema)});
  router.add(
      {.method = "PUT",
       .path = "/api/products/{id}",
       .access = planning,
       .handle = [this](http::Request& r) { return put_product(r); },
       .summary = "Writes a product as a whole: 201 when it is new. Stock and picture stay as they are.",
       .body = with_money(kPutProductSchema),
       .answer = with_money(kProductSchema)});
  router.add({.method = "PUT",
              .path = "/api/products/{id}/picture",
              .access = planning,
              .handle = [this](http::Request& r) { return put_picture(r); },
              .summary = "Sets a product's picture from the bytes of a JPEG, PNG or WebP file up to 10 MiB.",
              .answer = R"({"type":"object","properties":{"picture":{"type":"object"}}})",
              .max_body = media::kMostPictureBytes});
  router.add(
      {.method = "POST",
       .path = "/api/stock/{sku}",
       .access = stocking,
       .handle = [this](http::Request& r) { return post_stock(r); },
       .summary =
           "Changes the stock of a SKU by a number of pieces; never below nothing. Takes an Idempotency-Key.",
       .body =
           R"({"type":"object","required":["delta","reason"],"properties":{"delta":{"type":"integer"},"reason":{"type":"string"}}})",
       .answer = R"({"type":"object","properties":{"sku":{"type":"string"},"left":{"type":"integer"}}})"});
  order_routes_.add_to(router);
  checkout_routes_.add_to(router);
}

Routes::Answer Routes::get_shop(http::Request&) {
  auto answer = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto now = settings(db);
    return json::object{{"name", now.name},
                        {"name_latin", now.name_latin},
                        {"currency", now.currency},
                        {"ready", parts_.has_owner(db)},
                        {"legal", json::value_from(legal_pages(db))}};
  });
  co_return answer ? http::json_response(*answer) : http::problem_response(answer.error());
}

Routes::Answer Routes::patch_shop(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  ChangeSettings wanted{.name = in.optional_text("name", {.least = 1, .most = 60}),
                        .name_latin = in.optional_text("name_latin", {.most = 60}),
                        .currency = in.optional_text("currency", {.least = 3, .most = 3})};
  if (wanted.currency &&
      wanted.currency->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos) {
    in.wrong("currency", "This must be an ISO 4217 code such as JPY.");
  }
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  auto changed = co_await store::write<Settings>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<Settings> {
        auto now = change(t, wanted);
        if (now) people::audit(t, by, "shop.changed", "", changed_names(wanted));
        return now;
      });
  if (!changed) co_return http::problem_response(changed.error());
  co_return co_await get_shop(request);
}

Routes::Answer Routes::list_products(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const auto found =
      parts_.readers.read<ProductPage>([&](store::Database& db) { return products(db, *page); });
  if (!found) co_return http::problem_response(found.error());
  json::array items;
  for (const auto& each : found->items) items.push_back(to_json(each));
  co_return http::json_response(json::object{
      {"items", std::move(items)}, {"next", found->next ? json::value(*found->next) : json::value()}});
}

Routes::Answer Routes::get_product(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return product_answer(
      parts_.readers.read<Product>([&](store::Database& db) { return product(db, id); }));
}

Routes::Answer Routes::put_product(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_product(std::string(request.parameter("id")), *body);
  if (!wanted) co_return http::problem_response(wanted.error());
  auto status = 200;
  const auto& by = request.caller;
  auto written = co_await store::write<Product>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<Product> {
        const auto done = put(t, *wanted);
        if (!done) return std::unexpected(done.error());
        if (*done == Put::kCreated) status = 201;
        people::audit(t, by, status == 201 ? "product.added" : "product.changed", wanted->id);
        return product(t.db(), wanted->id);
      });
  co_return product_answer(written, status);
}

Routes::Answer Routes::put_picture(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto known = parts_.readers.read<Product>([&](store::Database& db) { return product(db, id); });
  if (!known) co_return http::problem_response(known.error());
  const auto encoded = co_await parts_.pictures.take_picture(std::move(request.body));
  if (!encoded) co_return http::problem_response(encoded.error());
  const auto& by = request.caller;
  auto written = co_await store::write<bool>(parts_.writer, store::Lane::kStaff,
                                             [&](store::Transaction& t) -> Result<bool> {
                                               if (auto set = set_picture(t, id, encoded->hash); !set)
                                                 return std::unexpected(set.error());
                                               media::keep_picture(t, *encoded);
                                               people::audit(t, by, "product.pictured", id);
                                               return true;
                                             });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(json::object{{"picture", media::picture_json(encoded->hash)}});
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
  auto answer = co_await store::write<std::string>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<std::string> {
        auto stored = http::stored_answer(t, *key);
        if (!stored) return std::unexpected(stored.error());
        if (*stored) return **std::move(stored);
        const auto now = change_stock(t, wanted, by);
        if (!now) return std::unexpected(now.error());
        announce_stock(t, parts_.journal, parts_.shelves, {{wanted.sku, *now}});
        people::audit(t, by, "stock.changed", wanted.sku, {{"delta", wanted.delta}, {"left", now->left}});
        auto text = json::serialize(json::object{{"sku", wanted.sku}, {"left", now->left}});
        http::store_answer(t, *key, text);
        return text;
      });
  if (!answer) co_return http::problem_response(answer.error());
  co_return http::json_response(json::parse(*answer), 201);
}

}  // namespace nigiwai::shop
