#include "social/recommending/recommend_routes.h"

#include <charconv>

#include "http/answers.h"
#include "people/members.h"
#include "shop/products/products.h"
#include "show/shows.h"
#include "social/recommending/cards.h"
#include "store/writing.h"

namespace nigiwai::social {
namespace {

using http::Access;

constexpr std::size_t kMostShows = 4;   // beside the products: a row on a phone
constexpr double kOfTheMoment = 5'000;  // what is looked at now weighs as much as a save
// Somebody who looks through a shop; more is a program's.
const http::Rate kLooks{"products looked at", 60, Milliseconds(1'000)};
const http::Rate kChoosing{"changes of recommendations", 20, Milliseconds(3'000)};

constexpr const char* kAnswerSchema =
    R"({"type":"object","properties":{"model":{"type":"string"},"products":{"type":"array","items":{"type":"object","properties":{
  "product":{"type":"object"},"basis":{"enum":["together","popular"]}}}},"shows":{"type":"array","items":{"type":"object",
  "properties":{"show":{"type":"object"},"basis":{"enum":["together","popular"]}}}}}})";
constexpr const char* kOwnSchema =
    R"({"type":"object","required":["allowed"],"properties":{"allowed":{"type":"boolean"}}})";

Result<RecommendAsked> asked_in(const http::Request& request) {
  RecommendAsked asked{.product = std::string(request.asked("product").value_or("")),
                       .show = std::string(request.asked("show").value_or(""))};
  const auto whose = request.asked("for");
  if (whose && *whose != "me") return invalid("for", "This must be me.");
  if (!asked.product.empty() + !asked.show.empty() + whose.has_value() != 1)
    return invalid("product", "Ask with one of product, show or for=me.");
  if (const auto limit = request.asked("limit")) {
    const auto* end = limit->data() + limit->size();
    const auto [at, error] = std::from_chars(limit->data(), end, asked.limit);
    if (error != std::errc() || at != end || asked.limit < 1 || asked.limit > kMostRecommended)
      return invalid("limit", "This must be a whole number from 1 to 20.");
  }
  return asked;
}

const char* text_of(Basis basis) { return basis == Basis::kTogether ? "together" : "popular"; }

// Shows that the person watched any time of.
std::set<std::string> watched_by(store::Database& db, const std::string& viewer) {
  constexpr std::int64_t kMostWatched = 200;  // the latest
  std::set<std::string> shows;
  auto rows = db.query(std::string("SELECT show FROM audience WHERE viewed_at IS NOT NULL AND viewer IN ") +
                           people::kViewersOfPerson + " ORDER BY viewed_at DESC LIMIT ?2",
                       viewer, kMostWatched);
  while (rows.next()) shows.insert(rows.text(0));
  return shows;
}

}  // namespace

Result<json::object> recommendations_json(store::Database& db, const RecommendAsked& asked,
                                          const std::string& viewer, WallTime now) {
  std::vector<Seed> seeds;
  std::set<std::string> without, seen;
  if (!asked.product.empty()) {
    if (!shop::product_exists(db, asked.product))
      return fail(Kind::kNotFound, "not-found", "There is no such product.");
    seeds.push_back({asked.product, kOfTheMoment});
  } else if (!asked.show.empty()) {
    const auto show = show::find_for(db, asked.show, {});
    if (!show) return std::unexpected(show.error());
    for (const auto& product : show->shelf) {
      if (seeds.size() < kMostSeeds) seeds.push_back({product, kOfTheMoment});
      without.insert(product);
    }
    seen.insert(asked.show);
  }
  if (!viewer.empty()) {
    const auto own = tastes_of(db, viewer, now);
    if (asked.product.empty() && asked.show.empty()) seeds = own;
    without.merge(bought_by(db, viewer));
    seen.merge(watched_by(db, viewer));
  }
  json::array products, shows;
  for (const auto& [id, score, basis] : products_near(db, seeds, without, asked.limit, now)) {
    if (auto card = product_card(db, id))
      products.push_back({{"product", *std::move(card)}, {"basis", text_of(basis)}});
  }
  for (const auto& [id, score, basis] : shows_near(db, seeds, seen, kMostShows, now)) {
    if (auto card = show_card(db, id))
      shows.push_back({{"show", *std::move(card)}, {"basis", text_of(basis)}});
  }
  return json::object{{"model", kTasteModel}, {"products", std::move(products)}, {"shows", std::move(shows)}};
}

void RecommendRoutes::add_to(http::Router& router) {
  router.add(
      {.method = "GET",
       .path = "/api/recommendations",
       .access = Access::anyone(),
       .handle = [this](http::Request& r) { return get_recommendations(r); },
       .summary =
           "Products and shows that go with ?product= or ?show=, or suit the caller (?for=me): what the "
           "same people turned to, then what most do. In stock, and nothing the caller bought.",
       .answer = kAnswerSchema});
  router.add({.method = "POST",
              .path = "/api/products/{id}/looks",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return post_look(r); },
              .summary = "The viewer looks at the product's page (product.looked).",
              .body = R"({"type":"object"})",
              .rate = kLooks});
  router.add({.method = "GET",
              .path = "/api/me/recommending",
              .access = Access::viewers(),
              .handle = [this](http::Request& r) { return get_own(r); },
              .summary = "Whether what the caller does is used to recommend.",
              .answer = kOwnSchema});
  router.add(
      {.method = "PUT",
       .path = "/api/me/recommending",
       .access = Access::viewers(),
       .handle = [this](http::Request& r) { return put_own(r); },
       .summary =
           "Allows or refuses that what the caller does is used to recommend. Refusing forgets what was "
           "known of them.",
       .body = kOwnSchema,
       .answer = kOwnSchema,
       .rate = kChoosing});
}

RecommendRoutes::Answer RecommendRoutes::get_recommendations(http::Request& request) {
  const auto asked = asked_in(request);
  if (!asked) co_return http::problem_response(asked.error());
  const auto viewer = request.caller.role == http::Role::kViewer ? request.caller.id : std::string();
  const auto now = parts_.clock.wall();
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    return recommendations_json(db, *asked, viewer, now);
  }));
}

RecommendRoutes::Answer RecommendRoutes::post_look(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const std::string product(request.parameter("id"));
  const auto& by = request.caller;
  const auto done = co_await store::write<int>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& t) -> Result<int> {
        if (!shop::product_exists(t.db(), product))
          return fail(Kind::kNotFound, "not-found", "There is no such product.");
        parts_.journal.append(t, "",
                              {.kind = "product.looked",
                               .data = {{"product", product}},
                               .audience = timeline::Audience::kServer},
                              by, Milliseconds(0));
        return 0;
      });
  co_return done ? http::empty_response() : http::problem_response(done.error());
}

RecommendRoutes::Answer RecommendRoutes::get_own(http::Request& request) {
  const auto& viewer = request.caller.id;
  co_return http::answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    return json::object{{"allowed", !refuses(db, viewer)}};
  }));
}

RecommendRoutes::Answer RecommendRoutes::put_own(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto allowed = in.optional_flag("allowed");
  if (!allowed) in.wrong("allowed", "This must be true or false.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto& viewer = request.caller.id;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kRoom, [&](store::Transaction& t) -> Result<json::object> {
        refuse(t, viewer, !*allowed);
        return json::object{{"allowed", *allowed}};
      }));
}

}  // namespace nigiwai::social
