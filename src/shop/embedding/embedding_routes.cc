#include "shop/embedding/embedding_routes.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>

#include "base/time.h"
#include "people/audit.h"
#include "people/key_scopes.h"
#include "shop/embedding/hand_off.h"
#include "shop/embedding/moment.h"
#include "shop/products/on_sale.h"
#include "shop/products/products.h"
#include "store/writing.h"

namespace nigiwai::shop {
namespace {

using http::Access;
using http::Role;

constexpr std::size_t kMostExternalIds = 500;  // in one request

constexpr const char* kSettingsSchema =
    R"({"type":"object","required":["origins","handoff"],"properties":{
  "origins":{"type":"array","maxItems":50,"items":{"type":"string","examples":["https://shop.example"]}},
  "handoff":{"type":"object","required":["to"],"properties":{"to":{"enum":["here","host","url"]},"shop":{"type":"string"},
  "template":{"type":"string","examples":["https://{shop}/cart/{variant}:{quantity}?attributes[nigiwai]={moment}"]},
  "takes_stock":{"type":"boolean"}}}}})";
constexpr const char* kExternalIdsSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{
  "sku":{"type":"string"},"title":{"type":"string"},"external_id":{"type":["string","null"]}}}},
  "next":{"type":["string","null"]}}})";
constexpr const char* kPutExternalIdsSchema =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","maxItems":500,"items":{"type":"object",
  "required":["sku","external_id"],"properties":{"sku":{"type":"string"},"external_id":{"type":"string"}}}}}})";
constexpr const char* kPostMomentSchema =
    R"({"type":"object","required":["show","sku"],"properties":{"show":{"type":"string"},
  "at":{"type":"integer","minimum":0},"sku":{"type":"string"},"quantity":{"type":"integer","minimum":1,"maximum":99}}})";
constexpr const char* kMomentSchema =
    R"({"type":"object","properties":{"moment":{"type":"string"},"expires_at":{"type":"string","format":"date-time"},
  "show":{"type":"string"},"at":{"type":"integer"},"sku":{"type":"string"},"product":{"type":"string"},
  "quantity":{"type":"integer"},"external_id":{"type":["string","null"]},"url":{"type":["string","null"]}}})";
constexpr const char* kTellSchema =
    R"({"type":"object","required":["external_id"],"properties":{"external_id":{"type":"string","maxLength":100},
  "moment":{"type":"string"},"lines":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"object",
  "required":["quantity"],"properties":{"sku":{"type":"string"},"external_id":{"type":"string"},
  "quantity":{"type":"integer","minimum":1}}}},"total":{"type":"object","required":["amount","currency"],"properties":{
  "amount":{"type":"integer"},"currency":{"type":"string"}}},
  "state":{"enum":["placed","paid","shipped","cancelled","refunded"],"default":"placed"}}})";
constexpr const char* kExternalSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"external_id":{"type":"string"},"state":{"type":"string"},
  "counted":{"type":"boolean"},"placed_at":{"type":"string","format":"date-time"},
  "changed_at":{"type":"string","format":"date-time"},"show":{"type":"string"},"at":{"type":"integer"},
  "lines":{"type":"array","items":{"type":"object"}},"total":{"type":"object"}}})";

struct MomentAsked {
  std::string show;
  std::optional<Milliseconds> at;
  std::string sku;
  std::int64_t quantity = 1;
};

}  // namespace

void EmbeddingRoutes::add_to(http::Router& router) {
  add_settings_routes(router);
  router.add(
      {.method = "POST",
       .path = "/api/moments",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return post_moment(r); },
       .summary =
           "A moment token for a SKU at a place of a show, and the address of the other shop's cart where "
           "that is set.",
       .body = kPostMomentSchema,
       .answer = kMomentSchema,
       .rate = kMoments});
  router.add(
      {.method = "POST",
       .path = "/api/orders/external",
       .access = Access::keys(),
       .handle = people::scoped(parts_.readers, people::Scope::kWriteOrders,
                                [this](http::Request& r) { return post_external(r); }),
       .summary =
           "Tells an order that another shop took, or what became of it: 201 the first time, 200 after. "
           "The same external_id is the same order.",
       .body = kTellSchema,
       .answer = kExternalSchema,
       .rate = kExternalOrders});
  router.add({.method = "GET",
              .path = "/api/orders/external",
              .access = people::staff_and_keys(),
              .handle = people::scoped(parts_.readers, people::Scope::kReadOrders,
                                       [this](http::Request& r) { return list_external(r); }),
              .summary = "Orders that other shops told, newest first; ?show= for those of one show.",
              .answer = std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
                        kExternalSchema + R"(},"next":{"type":["string","null"]}}})"});
}

void EmbeddingRoutes::add_settings_routes(http::Router& router) {
  router.add({.method = "GET",
              .path = "/api/shop/embedding",
              .access = Access::roles({Role::kPlanner}),
              .handle = [this](http::Request& r) { return get_settings(r); },
              .summary = "Which sites may embed the shop, and where the cart lives.",
              .answer = kSettingsSchema});
  router.add({.method = "PUT",
              .path = "/api/shop/embedding",
              .access = Access::roles({}),
              .handle = [this](http::Request& r) { return put_settings(r); },
              .summary = "Writes which sites may embed the shop, and where the cart lives.",
              .body = kSettingsSchema,
              .answer = kSettingsSchema});
  router.add({.method = "GET",
              .path = "/api/shop/external-ids",
              .access = Access::roles({Role::kPlanner}),
              .handle = [this](http::Request& r) { return list_external_ids(r); },
              .summary = "What the other shop's cart calls our SKUs, by SKU.",
              .answer = kExternalIdsSchema});
  router.add(
      {.method = "PUT",
       .path = "/api/shop/external-ids",
       .access = Access::roles({Role::kPlanner}),
       .handle = [this](http::Request& r) { return put_external_ids(r); },
       .summary = "Sets what the other shop's cart calls these SKUs; an empty id forgets one. Others stay.",
       .body = kPutExternalIdsSchema,
       .answer = R"({"type":"object","properties":{"changed":{"type":"integer"}}})"});
}

EmbeddingRoutes::Answer EmbeddingRoutes::get_settings(http::Request&) {
  co_return http::json_response(to_json(*parts_.embedding.settings()));
}

EmbeddingRoutes::Answer EmbeddingRoutes::put_settings(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_embedding(*body);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto& by = request.caller;
  auto written = co_await store::write<void>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
        parts_.embedding.change(t, *wanted);
        parts_.journal.append(
            t, "",
            {.kind = "embedding.changed", .data = to_json(*wanted), .audience = timeline::Audience::kStaff},
            by, Milliseconds(0));
        people::audit(t, by, "embedding.changed", "", to_json(*wanted));
        return {};
      });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(to_json(*wanted));
}

EmbeddingRoutes::Answer EmbeddingRoutes::list_external_ids(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  auto answer = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    json::array items;
    json::value next;
    auto rows = db.query(
        "SELECT s.sku, p.title, s.options, e.external_id FROM sku s JOIN product p ON p.id = s.product "
        "LEFT JOIN external_sku e ON e.sku = s.sku WHERE s.listed = 1 AND s.sku > ? ORDER BY s.sku LIMIT ?",
        page->cursor, page->limit + 1);
    while (rows.next()) {
      if (static_cast<std::int64_t>(items.size()) == page->limit) {
        next = items.back().at("sku");
        break;
      }
      const auto id = rows.optional_text(3);
      items.push_back({{"sku", rows.text(0)},
                       {"title", full_title(rows.text(1), json::parse(rows.text(2)).as_object())},
                       {"external_id", id ? json::value(*id) : json::value()}});
    }
    return json::object{{"items", std::move(items)}, {"next", std::move(next)}};
  });
  co_return answer ? http::json_response(*answer) : http::problem_response(answer.error());
}

EmbeddingRoutes::Answer EmbeddingRoutes::put_external_ids(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto& items = in.array("items", kMostExternalIds);
  std::vector<ExternalSku> wanted;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto pointer = fmt::format("/items/{}", i);
    if (!items[i].is_object())
      co_return http::problem_response(invalid(pointer, "This must be an object.").error());
    Fields item(items[i].as_object(), pointer);
    wanted.push_back({.sku = item.text("sku", {.least = 1, .most = 100}),
                      .external_id = item.text("external_id", {.most = 100})});
    if (const auto problem = item.problem()) in.wrong(*problem);
  }
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  auto written = co_await store::write<void>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) { return set_external_ids(t, wanted); });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(json::object{{"changed", wanted.size()}});
}

EmbeddingRoutes::Answer EmbeddingRoutes::post_moment(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  MomentAsked asked{.show = in.text("show", {.least = 1, .most = 64}),
                    .at = std::nullopt,
                    .sku = in.text("sku", {.least = 1, .most = 100}),
                    .quantity = 1};
  if (const auto at = in.optional_whole("at", {0, std::int64_t{1} << 40})) asked.at = Milliseconds(*at);
  asked.quantity = in.optional_whole("quantity", {1, kMostQuantity}).value_or(1);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  const auto settings = parts_.embedding.settings();
  auto answer = co_await store::write<
      json::object>(parts_.writer, store::Lane::kRoom, [&](store::Transaction& t) -> Result<json::object> {
    auto& db = t.db();
    if (!parts_.shelves.is_public(db, asked.show)) return invalid("/show", "There is no such show.");
    const auto times = timeline::times_of(db, asked.show);
    if (!times) return std::unexpected(times.error());
    std::string product;
    {
      auto rows = db.query(
          "SELECT p.id, p.title, p.on_sale_from FROM sku s JOIN product p ON p.id = s.product WHERE s.sku "
          "= ? AND s.listed = 1",
          asked.sku);
      if (!rows.next()) return invalid("/sku", "There is no such SKU.");
      product = rows.text(0);
      const auto from = rows.optional_integer(2);
      if (auto early = not_on_sale(db,
                                   {.sku = asked.sku,
                                    .product = product,
                                    .title = rows.text(1),
                                    .on_sale_from = from ? std::optional(from_ms(*from)) : std::nullopt,
                                    .show = asked.show,
                                    .viewer = by.role == Role::kViewer ? by.id : std::string(),
                                    .field = "/sku"},
                                   t.now()))
        return std::unexpected(*std::move(early));
    }
    const auto at = timeline::place(*times, asked.at, t.now(), by);
    const bool is_viewer = by.role == Role::kViewer;
    const auto token = seal_moment({.show = asked.show,
                                    .at = at,
                                    .sku = asked.sku,
                                    .viewer = is_viewer ? by.id : std::string(),
                                    .made_at = t.now()},
                                   parts_.embedding.moment_key(), parts_.random);
    if (is_viewer) {
      parts_.journal.append(t, asked.show,
                            {.kind = "cart.added",
                             .data = {{"product", product},
                                      {"sku", asked.sku},
                                      {"quantity", asked.quantity},
                                      {"cart", to_text(settings->cart)}},
                             .audience = timeline::Audience::kServer},
                            by, at);
    }
    const auto external_id = external_id_of(db, asked.sku);
    json::value url;
    if (settings->cart == Cart::kUrl) {
      url = fill_template(settings->url_template, {{"shop", settings->shop},
                                                   {"variant", external_id.empty() ? asked.sku : external_id},
                                                   {"sku", asked.sku},
                                                   {"product", product},
                                                   {"quantity", fmt::format("{}", asked.quantity)},
                                                   {"moment", token}});
    }
    return json::object{{"moment", token},
                        {"expires_at", to_rfc3339(t.now() + kMomentLife)},
                        {"show", asked.show},
                        {"at", at.count()},
                        {"sku", asked.sku},
                        {"product", product},
                        {"quantity", asked.quantity},
                        {"external_id", external_id.empty() ? json::value() : json::value(external_id)},
                        {"url", std::move(url)}};
  });
  if (!answer) co_return http::problem_response(answer.error());
  co_return http::json_response(*answer, 201);
}

EmbeddingRoutes::Answer EmbeddingRoutes::post_external(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto told = read_told_order(*body);
  if (!told) co_return http::problem_response(told.error());
  const auto& by = request.caller;
  const auto done =
      co_await store::write<ExternalTold>(parts_.writer, store::Lane::kOrders, [&](store::Transaction& t) {
        return tell_order(t,
                          {.journal = parts_.journal,
                           .shelves = parts_.shelves,
                           .random = parts_.random,
                           .embedding = parts_.embedding},
                          *told, by);
      });
  if (!done) co_return http::problem_response(done.error());
  co_return http::json_response(done->order, done->fresh ? 201 : 200);
}

EmbeddingRoutes::Answer EmbeddingRoutes::list_external(http::Request& request) {
  const auto page = http::page_asked(request);
  if (!page) co_return http::problem_response(page.error());
  const std::string show(request.asked("show").value_or(""));
  auto found = parts_.readers.read<ExternalPage>(
      [&](store::Database& db) { return external_orders(db, show, *page); });
  if (!found) co_return http::problem_response(found.error());
  co_return http::json_response(json::object{
      {"items", std::move(found->items)}, {"next", found->next ? json::value(*found->next) : json::value()}});
}

}  // namespace nigiwai::shop
