#include "show/archive/shelf_history.h"

#include <algorithm>

#include "base/time.h"
#include "shop/products/price_changes.h"
#include "shop/products/products.h"
#include "shop/settings.h"
#include "timeline/journal.h"

namespace nigiwai::show {
namespace {

struct Span {
  WallTime from;
  WallTime until;
};

void add_stock(store::Database& db, const std::string& sku, const Span& span,
               std::vector<ShelfChange>& changes) {
  {
    auto rows = db.query(
        "SELECT json_extract(data, '$.left') FROM event INDEXED BY event_of_stock WHERE show = '' AND kind = "
        "'stock.changed' AND json_extract(data, '$.sku') = ? AND accepted_at <= ? ORDER BY accepted_at DESC, "
        "position "
        "DESC LIMIT 1",
        sku, to_ms(span.from));
    if (rows.next()) changes.push_back({Milliseconds(0), sku, rows.integer(0)});
  }
  const auto length = span.until - span.from;
  const auto step = std::max<std::int64_t>(1'000, length.count() / kMostShelfSteps);
  // SQLite takes the other columns from the row that has the maximum: the last of each stretch.
  auto rows = db.query(
      "SELECT max(position), accepted_at, json_extract(data, '$.left') FROM event INDEXED BY event_of_stock "
      "WHERE show = "
      "'' AND kind = 'stock.changed' AND json_extract(data, '$.sku') = ?1 AND accepted_at > ?2 AND "
      "accepted_at <= ?3 "
      "GROUP BY (accepted_at - ?2) / ?4",
      sku, to_ms(span.from), to_ms(span.until), step);
  while (rows.next())
    changes.push_back({from_ms(rows.integer(1)) - span.from, sku, rows.integer(2), rows.integer(0)});
}

json::value amount_or_null(const std::optional<std::int64_t>& amount, const std::string& currency) {
  if (!amount) return nullptr;
  return json::object{{"amount", *amount}, {"currency", currency}};
}

}  // namespace

std::vector<ShelfStep> shelf_steps(std::vector<ShelfChange> changes, const std::vector<std::string>& skus) {
  // Those of one value come in order already; between values of one moment any order gives the same step.
  std::ranges::sort(changes, {}, [](const ShelfChange& each) { return std::pair(each.at, each.order); });
  std::vector<ShelfStep> steps{{.at = Milliseconds(0)}};
  std::map<std::string, std::int64_t> left;
  for (const auto& change : changes) {
    auto next = steps.back();
    next.at = change.at;
    if (change.what == "price") {
      next.price = change.value;
    } else {
      left[change.what] = change.value;
      const bool all = std::ranges::all_of(skus, [&](const auto& sku) { return left.contains(sku); });
      std::int64_t sum = 0;
      for (const auto& [sku, pieces] : left) sum += pieces;
      if (all) next.left = sum;
    }
    if (next.at == steps.back().at) {
      steps.back() = next;
    } else if (next.price != steps.back().price || next.left != steps.back().left) {
      steps.push_back(next);
    }
  }
  return steps;
}

Result<json::object> shelf_history(store::Database& db, const std::string& show, const http::Caller& caller,
                                   std::optional<Milliseconds> at, WallTime now) {
  const auto found = find_for(db, show, caller);
  if (!found) return std::unexpected(found.error());
  const auto times = timeline::times_of(db, show);
  if (!times || !times->live_at) {
    return fail(Kind::kConflict, "state", "A show's shelf has a history from the moment it goes on air.");
  }
  const Span span{*times->live_at, *times->live_at + show_clock(*times, now)};
  const auto currency = shop::settings(db).currency;
  json::array items;
  for (const auto& id : found->shelf) {
    const auto product = shop::product(db, id);
    if (!product) continue;
    std::vector<std::string> skus;
    std::int64_t left = 0;
    std::vector<ShelfChange> changes;
    for (const auto& change : shop::price_changes(db, id, span.from, span.until)) {
      changes.push_back(
          {std::max(Milliseconds(0), change.since - span.from), "price", change.price, to_ms(change.since)});
    }
    for (const auto& variant : product->variants) {
      skus.push_back(variant.sku);
      left += variant.left;
      add_stock(db, variant.sku, span, changes);
    }
    auto steps = shelf_steps(std::move(changes), skus);
    if (at) {
      const auto past = std::ranges::find_if(steps, [&](const ShelfStep& step) { return step.at > *at; });
      steps = {*std::prev(past)};
    }
    json::array then;
    for (const auto& step : steps) {
      then.push_back({{"at", step.at.count()},
                      {"price", amount_or_null(step.price, currency)},
                      {"left", step.left ? json::value(*step.left) : json::value()}});
    }
    items.push_back({{"product", id},
                     {"now", {{"price", amount_or_null(product->price.amount, currency)}, {"left", left}}},
                     {"then", std::move(then)}});
  }
  return json::object{{"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace nigiwai::show
