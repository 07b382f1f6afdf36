#include "shop/routes.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include "people/audit.h"
#include "shop/embedding/embedding.h"
#include "shop/legal.h"
#include "shop/selling.h"
#include "store/writing.h"

namespace nigiwai::shop {
namespace {

using http::Access;

constexpr const char* kShopSchema =
    R"({"type":"object","properties":{"name":{"type":"string"},"name_latin":{"type":"string"},
  "currency":{"type":"string"},"disclosure":{"type":"string"},"disclosure_latin":{"type":"string"},"cart":{"enum":["here","host","url"]},"ready":{"type":"boolean"},
  "legal":{"type":"array","items":{"type":"string"}},
  "selling":{"enum":["first-to-pay","first-to-hold"]},"hold_seconds":{"type":"integer"},"waitlist":{"type":"boolean"}}})";

// What of the shop's settings was changed, and to what.
json::object changed_names(const ChangeSettings& wanted) {
  json::object changed;
  if (wanted.name) changed["name"] = *wanted.name;
  if (wanted.name_latin) changed["name_latin"] = *wanted.name_latin;
  if (wanted.currency) changed["currency"] = *wanted.currency;
  if (wanted.disclosure) changed["disclosure"] = *wanted.disclosure;
  if (wanted.disclosure_latin) changed["disclosure_latin"] = *wanted.disclosure_latin;
  return changed;
}

}  // namespace

void Routes::add_to(http::Router& router) {
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
       .summary = "Changes the shop's names, and how it sells. The currency can change only before there are "
                  "products.",
       .body =
           R"({"type":"object","properties":{"name":{"type":"string"},"name_latin":{"type":"string"},"currency":{"type":"string"},
             "disclosure":{"type":"string","maxLength":40},"disclosure_latin":{"type":"string","maxLength":40},
             "selling":{"enum":["first-to-pay","first-to-hold"]},"hold_seconds":{"type":"integer","minimum":20,"maximum":3600},
             "waitlist":{"type":"boolean"}}})",
       .answer = kShopSchema});
  add_product_routes(router);
  order_routes_.add_to(router);
  checkout_routes_.add_to(router);
}

Routes::Answer Routes::get_shop(http::Request&) {
  auto answer = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    const auto now = settings(db);
    json::object shown{{"name", now.name},
                       {"name_latin", now.name_latin},
                       {"currency", now.currency},
                       {"disclosure", now.disclosure},
                       {"disclosure_latin", now.disclosure_latin},
                       {"cart", to_text(embedding_settings(db).cart)},
                       {"ready", parts_.has_owner(db)},
                       {"legal", json::value_from(legal_pages(db))}};
    shop::add_to(shown, shop_selling(db));
    return shown;
  });
  co_return answer ? http::json_response(*answer) : http::problem_response(answer.error());
}

Routes::Answer Routes::patch_shop(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  ChangeSettings wanted{.name = in.optional_text("name", {.least = 1, .most = 60}),
                        .name_latin = in.optional_text("name_latin", {.most = 60}),
                        .currency = in.optional_text("currency", {.least = 3, .most = 3}),
                        .disclosure = in.optional_text("disclosure", {.most = 40}),
                        .disclosure_latin = in.optional_text("disclosure_latin", {.most = 40})};
  if (wanted.currency &&
      wanted.currency->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos) {
    in.wrong("currency", "This must be an ISO 4217 code such as JPY.");
  }
  const auto selling = read_selling(in);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& by = request.caller;
  auto changed = co_await store::write<Settings>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<Settings> {
        auto now = change(t, wanted);
        if (!now) return now;
        auto names = changed_names(wanted);
        if (selling.any()) {
          const auto selling_now = with(shop_selling(t.db()), selling);
          set_shop_selling(t, selling_now);
          shop::add_to(names, selling_now);
        }
        people::audit(t, by, "shop.changed", "", std::move(names));
        return now;
      });
  if (!changed) co_return http::problem_response(changed.error());
  co_return co_await get_shop(request);
}

}  // namespace nigiwai::shop
