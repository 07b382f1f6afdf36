#include "shop/stock.h"

#include <fmt/format.h>

#include "base/time.h"
#include "shop/product.h"

namespace nigiwai::shop {

Result<StockNow> change_stock(store::Transaction& transaction, const StockChange& change,
                              const http::Caller& by) {
  auto& db = transaction.db();
  StockNow now;
  {
    auto rows = db.query("SELECT product, left FROM sku WHERE sku = ?", change.sku);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such SKU.", "sku");
    now.product = rows.text(0);
    now.left = rows.integer(1);
  }
  if (now.left + change.delta < 0 || now.left + change.delta > kMostStock) {
    Problem problem{Kind::kConflict, "conflict",
                    change.delta < 0 ? fmt::format("Only {} are left, so {} cannot be taken away.", now.left,
                                                   -change.delta)
                                     : fmt::format("More than {} of one SKU are not kept.", kMostStock),
                    "/delta"};
    problem.extra = {{"sku", change.sku}, {"left", now.left}};
    return std::unexpected(std::move(problem));
  }
  now.left += change.delta;
  db.run("UPDATE sku SET left = ? WHERE sku = ?", now.left, change.sku);
  db.run("INSERT INTO stock_change (sku, delta, left, reason, by_id, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
         change.sku, change.delta, now.left, change.reason, by.id, to_ms(transaction.now()));
  return now;
}

void announce_stock(store::Transaction& transaction, timeline::Journal& journal, Shelves& shelves,
                    const std::map<std::string, StockNow>& by_sku) {
  for (const auto& [sku, now] : by_sku) {
    json::object data{{"product", now.product}, {"sku", sku}, {"left", now.left}};
    if (now.sold > 0) data["sold"] = now.sold;
    journal.append(transaction, "", {.kind = "stock.changed", .data = data});
    for (const auto& show : shelves.live_shows_with(transaction.db(), now.product)) {
      journal.append(transaction, show, {.kind = "stock.changed", .data = data});
    }
  }
}

}  // namespace nigiwai::shop
