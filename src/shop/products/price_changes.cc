#include "shop/products/price_changes.h"

#include "base/time.h"

namespace nigiwai::shop {
namespace {

void note(store::Transaction& transaction, const std::string& product, const std::string& sku,
          const std::optional<std::int64_t>& price) {
  // A variant that never had a price of its own has nothing noted, which reads as null as well.
  transaction.db().run(
      "INSERT OR REPLACE INTO price_change (product, sku, since, price) SELECT ?1, ?2, ?3, ?4 WHERE ?4 IS "
      "NOT "
      "(SELECT price FROM price_change WHERE product = ?1 AND sku = ?2 ORDER BY since DESC LIMIT 1)",
      product, sku, to_ms(transaction.now()), price);
}

}  // namespace

void note_prices(store::Transaction& transaction, const Product& product) {
  note(transaction, product.id, "", product.price.amount);
  for (const auto& variant : product.variants) note(transaction, product.id, variant.sku, variant.price);
}

std::vector<PriceChange> price_changes(store::Database& db, const std::string& product, WallTime from,
                                       WallTime until) {
  std::vector<PriceChange> changes;
  auto rows = db.query(
      "SELECT since, price FROM price_change WHERE product = ?1 AND sku = '' AND since <= ?3 AND since >= "
      "coalesce((SELECT max(since) FROM price_change WHERE product = ?1 AND sku = '' AND since <= ?2), ?2) "
      "ORDER BY since",
      product, to_ms(from), to_ms(until));
  while (rows.next()) changes.push_back({from_ms(rows.integer(0)), rows.integer(1)});
  return changes;
}

}  // namespace nigiwai::shop
