#include "shop/offers/offer_routes.h"

#include "shop/settings.h"
#include "store/writing.h"
#include "timeline/show_clock.h"

namespace nigiwai::shop {
namespace {

using http::Access;
using http::Role;

constexpr const char* kBodySchema =
    R"({"type":"object","required":["title","benefit","targets"],"properties":{
  "title":{"type":"string","maxLength":40},"benefit":{"enum":["price","percent","amount"]},
  "percent":{"type":["integer","null"],"minimum":1,"maximum":90},"amount":{"type":["object","null"]},
  "targets":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"object","required":["product"],"properties":{
    "product":{"type":"string"},"sku":{"type":["string","null"]},"price":{"type":["object","null"]}}}},
  "code":{"type":["string","null"]},"code_shown":{"type":"boolean"},"pieces":{"type":["integer","null"],"minimum":1},
  "per_person":{"type":["integer","null"],"minimum":1,"maximum":99},
  "lasts_seconds":{"type":["integer","null"],"minimum":10,"maximum":21600},
  "archive_until":{"type":["string","null"],"format":"date-time"}}})";
constexpr const char* kOfferSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},
  "benefit":{"enum":["price","percent","amount"]},"percent":{"type":["integer","null"]},"amount":{"type":["object","null"]},
  "targets":{"type":"array","items":{"type":"object"}},"coupon":{"type":"boolean"},"code":{"type":["string","null"]},
  "code_shown":{"type":"boolean"},"pieces":{"type":["integer","null"]},"left":{"type":["integer","null"]},
  "per_person":{"type":["integer","null"]},"lasts_seconds":{"type":["integer","null"]},
  "archive_until":{"type":["string","null"]},"sold":{"type":"integer"},
  "windows":{"type":"array","items":{"type":"object","properties":{"at":{"type":"integer"},"until":{"type":["integer","null"]}}}}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})";

std::string show_of(const http::Request& request) { return std::string(request.parameter("id")); }
std::string offer_of(const http::Request& request) { return std::string(request.parameter("offer")); }

}  // namespace

void OfferRoutes::add_to(http::Router& router) {
  const auto preparing = Access::roles({Role::kPlanner, Role::kDirector});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/offers",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list(r); },
              .summary = "The offers of a show, in the order in which they were prepared.",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/offers",
              .access = preparing,
              .handle = [this](http::Request& r) { return post(r); },
              .summary = "Prepares an offer; it is opened on air by the command offer.open.",
              .body = kBodySchema,
              .answer = kOfferSchema});
  router.add(
      {.method = "PUT",
       .path = "/api/shows/{id}/offers/{offer}",
       .access = preparing,
       .handle = [this](http::Request& r) { return put(r); },
       .summary = "Changes an offer that is not open; once it was, its benefit, targets and code stay.",
       .body = kBodySchema,
       .answer = kOfferSchema});
  router.add({.method = "DELETE",
              .path = "/api/shows/{id}/offers/{offer}",
              .access = preparing,
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Removes an offer that was never open."});
}

Result<Offer> OfferRoutes::read(const http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  return parts_.readers.read<Offer>(
      [&](store::Database& db) { return read_offer(*body, settings(db).currency); });
}

OfferRoutes::Answer OfferRoutes::list(http::Request& request) {
  const auto found = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (const auto times = timeline::times_of(db, show_of(request)); !times)
      return std::unexpected(times.error());
    return all_offers(db, show_of(request));
  });
  co_return found ? http::json_response(*found) : http::problem_response(found.error());
}

OfferRoutes::Answer OfferRoutes::post(http::Request& request) {
  const auto wanted = read(request);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto made = co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        auto offer = prepare_offer(t, parts_.offers, show_of(request), *wanted, request.caller);
        if (!offer) return std::unexpected(offer.error());
        return to_json(*offer, settings(t.db()).currency, OfferReader::kStaff);
      });
  co_return made ? http::json_response(*made, 201) : http::problem_response(made.error());
}

OfferRoutes::Answer OfferRoutes::put(http::Request& request) {
  const auto wanted = read(request);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto changed = co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        auto offer =
            change_offer(t, parts_.offers, show_of(request), offer_of(request), *wanted, request.caller);
        if (!offer) return std::unexpected(offer.error());
        return to_json(*offer, settings(t.db()).currency, OfferReader::kStaff);
      });
  co_return changed ? http::json_response(*changed) : http::problem_response(changed.error());
}

OfferRoutes::Answer OfferRoutes::remove(http::Request& request) {
  const auto done = co_await store::write<bool>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<bool> {
        if (auto removed = remove_offer(t, show_of(request), offer_of(request), request.caller); !removed) {
          return std::unexpected(removed.error());
        }
        return true;
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

}  // namespace nigiwai::shop
