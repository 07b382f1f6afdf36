#include "shop/orders/order_skus.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>

#include "base/time.h"
#include "shop/products/on_sale.h"
#include "shop/products/product.h"

namespace nigiwai::shop {

void load_skus(store::Database& db, const WantedLines& lines, SkusNow& known) {
  for (const auto& line : lines) {
    if (known.contains(line.sku)) continue;
    auto rows = db.query(
        "SELECT p.id, p.title, s.options, coalesce(nullif(s.picture, ''), p.picture), coalesce(s.price, "
        "p.price), p.tax_rate, s.left, p.limit_per_person IS NOT NULL, "
        "EXISTS (SELECT 1 FROM hold h WHERE h.sku = s.sku), s.listed, p.on_sale_from "
        "FROM sku s JOIN product p ON p.id = s.product WHERE s.sku = ?",
        line.sku);
    if (!rows.next()) continue;
    known.emplace(line.sku, SkuNow{.product = rows.text(0),
                                   .title = full_title(rows.text(1), json::parse(rows.text(2)).as_object()),
                                   .picture = rows.text(3),
                                   .price = rows.integer(4),
                                   .tax_rate = static_cast<int>(rows.integer(5)),
                                   .left = rows.integer(6),
                                   .limited = rows.integer(7) != 0,
                                   .held = rows.integer(8) != 0,
                                   .listed = rows.integer(9) != 0});
    if (const auto from = rows.optional_integer(10)) known[line.sku].on_sale_from = from_ms(*from);
  }
}

Problem price_changed(const std::string& sku, const Money& was, const Money& now, const std::string& field) {
  Problem problem{Kind::kConflict, "price-changed",
                  "The price has changed since it was looked at. Nothing was ordered.", field};
  problem.extra = {{"was", nigiwai::to_json(was)}, {"now", nigiwai::to_json(now)}};
  if (!sku.empty()) problem.extra["sku"] = sku;
  return problem;
}

namespace {

std::string said_of(const PricedLine& priced) {
  switch (priced.why) {
    case Missed::kUsedUp:
      return priced.left == 0
                 ? "All pieces of this offer are gone. Nothing was ordered."
                 : fmt::format("Only {} pieces of this offer are left. Nothing was ordered.", priced.left);
    case Missed::kLimit:
      return fmt::format(
          "One person gets at most {} at this price, and you have {} already. Nothing was ordered.",
          priced.limit, priced.already);
    default:
      return "This offer is over. Nothing was ordered.";
  }
}

Problem offer_gone(const WantedLine& line, const PricedLine& priced, const Money& now,
                   const std::string& field) {
  Problem problem{Kind::kConflict, "offer-gone", said_of(priced), field};
  problem.extra = {{"sku", line.sku},
                   {"offer", priced.gone},
                   {"why", to_text(priced.why)},
                   {"left", priced.left},
                   {"was", nigiwai::to_json(*line.price)},
                   {"now", nigiwai::to_json(now)}};
  if (priced.why == Missed::kLimit) {
    problem.extra["limit"] = priced.limit;
    problem.extra["already"] = priced.already;
  }
  return problem;
}

}  // namespace

std::optional<Problem> fault_of(const WantedLine& line, std::size_t place, const SkusNow& skus,
                                const std::string& currency, const PricedLine* priced) {
  const auto field = fmt::format("/lines/{}/sku", place);
  const auto found = skus.find(line.sku);
  if (found == skus.end()) return invalid(field, "There is no such SKU.").error();
  if (!found->second.listed) {
    Problem gone{Kind::kConflict, "gone",
                 fmt::format("{} is no longer sold. Take it out to order the rest.", found->second.title),
                 field};
    gone.extra = {{"sku", line.sku}, {"title", found->second.title}};
    return gone;
  }
  const Money now{priced == nullptr ? found->second.price : priced->price, currency};
  if (line.price && *line.price != now) {
    const auto price = fmt::format("/lines/{}/price", place);
    if (priced != nullptr && !priced->gone.empty()) return offer_gone(line, *priced, now, price);
    return price_changed(line.sku, *line.price, now, price);
  }
  return std::nullopt;
}

std::optional<Problem> not_on_sale(store::Database& db, const WantedLines& lines, const std::string& show,
                                   const std::string& viewer, const SkusNow& skus, WallTime now) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    const auto found = skus.find(line.sku);
    if (found == skus.end() || !found->second.on_sale_from) continue;
    const auto& sku = found->second;
    if (auto early = not_on_sale(db,
                                 {.sku = line.sku,
                                  .product = sku.product,
                                  .title = sku.title,
                                  .on_sale_from = sku.on_sale_from,
                                  .show = line.show.empty() ? show : line.show,
                                  .viewer = viewer,
                                  .field = fmt::format("/lines/{}/sku", i)},
                                 now))
      return early;
  }
  return std::nullopt;
}

}  // namespace nigiwai::shop
