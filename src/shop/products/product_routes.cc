#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "http/precondition.h"
#include "people/audit.h"
#include "people/key_scopes.h"
#include "shop/products/products.h"
#include "shop/routes.h"
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

constexpr const char* kPutProductSchema = R"({"type":"object","required":["title","price"],"properties":{
  "title":{"type":"string","maxLength":150},"subtitle":{"type":"string","maxLength":120},
  "brand":{"type":"string","maxLength":70},"description":{"type":"string","maxLength":10000},"price":$money,
  "tax_rate":{"enum":[10,8],"default":10},"limit_per_person":{"type":["integer","null"],"minimum":1,"maximum":1000},
  "picture_sources":{"type":"array","maxItems":20,"items":{"type":"string"}},
  "variants":{"type":"array","maxItems":100,"items":{"type":"object",
  "required":["sku","options"],"properties":{"sku":{"type":"string"},"options":{"type":"object",
  "additionalProperties":{"type":"string"}},"price":$money,"picture":{"type":"string"},"gtin":{"type":"string"}}}}}})";
constexpr const char* kProductSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"version":{"type":"integer"},"title":{"type":"string"},
  "subtitle":{"type":"string"},"brand":{"type":"string"},"description":{"type":"string"},"price":$money,
  "tax_rate":{"type":"integer"},"limit_per_person":{"type":["integer","null"]},
  "picture":{"type":["object","null"]},"pictures":{"type":"array","items":{"type":"object"}},
  "variants":{"type":"array","items":{"type":"object","properties":{
  "sku":{"type":"string"},"options":{"type":"object"},"price":$money,"picture":{"type":["object","null"]},
  "gtin":{"type":"string"},"left":{"type":"integer"}}}},
  "left":{"type":"integer"},"picture_sources":{"type":"array","items":{"type":"string"}}}})";

// Somebody who reads a product may come back to write it: its version goes along as the entity tag.
http::Response product_answer(const Result<Product>& product, ShownTo reader, int status = 200) {
  if (!product) {
    if (product.error().type == "changed-meanwhile") return http::stale_response(product.error());
    return http::problem_response(product.error());
  }
  auto response = http::json_response(to_json(*product, reader), status);
  response.with("ETag", http::version_tag(product->version));
  return response;
}

ShownTo reader_of(const http::Request& request) {
  return request.caller.is_staff() ? ShownTo::kStaff : ShownTo::kEveryone;
}

}  // namespace

void Routes::add_product_routes(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/products",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return list_products(r); },
       .summary = "All products in the order in which they were added; ?q= for those that have these words.",
       .answer =
           with_money(std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
                      kProductSchema + R"(},"next":{"type":["string","null"]}}})")});
  router.add({.method = "GET",
              .path = "/api/products/{id}",
              .access = Access::anyone(),
              .handle = [this](http::Request& r) { return get_product(r); },
              .summary = "One product, with what is left. Its version is the ETag.",
              .answer = with_money(kProductSchema)});
  router.add(
      {.method = "PUT",
       .path = "/api/products/{id}",
       .access = Access::roles({Role::kPlanner, Role::kExternal}),
       .handle = people::scoped(parts_.readers, people::Scope::kWriteCatalogue,
                                [this](http::Request& r) { return put_product(r); }),
       .summary =
           "Writes a product as a whole: 201 when it is new. Stock and pictures stay as they are. With "
           "If-Match, 412 changed-meanwhile when somebody else wrote it since.",
       .body = with_money(kPutProductSchema),
       .answer = with_money(kProductSchema)});
  add_gallery_routes(router);
  add_stock_routes(router);
  add_import_routes(router);
}

Routes::Answer Routes::list_products(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const std::string search(request.asked("q").value_or(""));
  const auto found =
      parts_.readers.read<ProductPage>([&](store::Database& db) { return products(db, *page, search); });
  if (!found) co_return http::problem_response(found.error());
  json::array items;
  for (const auto& each : found->items) items.push_back(to_json(each, reader_of(request)));
  co_return http::json_response(json::object{
      {"items", std::move(items)}, {"next", found->next ? json::value(*found->next) : json::value()}});
}

Routes::Answer Routes::get_product(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return product_answer(parts_.readers.read<Product>([&](store::Database& db) { return product(db, id); }),
                           reader_of(request));
}

Routes::Answer Routes::put_product(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_product(std::string(request.parameter("id")), *body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const auto& by = request.caller;
  auto status = 200;
  auto written = co_await store::write<Product>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<Product> {
        const auto done = put(t, *wanted, *expected);
        if (!done) return std::unexpected(done.error());
        if (*done == Put::kCreated) status = 201;
        auto now = product(t.db(), wanted->id);
        people::audit(t, by, *done == Put::kCreated ? "product.added" : "product.changed", now->id,
                      {{"version", now->version}, {"price", nigiwai::to_json(now->price)}});
        parts_.journal.append(t, "",
                              {.kind = "product.changed",
                               .data = {{"product", now->id},
                                        {"version", now->version},
                                        {"price", nigiwai::to_json(now->price)}},
                               .audience = timeline::Audience::kStaff},
                              by, Milliseconds(0));
        return now;
      });
  co_return product_answer(written, ShownTo::kStaff, status);
}

}  // namespace nigiwai::shop
