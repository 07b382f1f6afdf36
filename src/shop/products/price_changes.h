// What a product cost when: noted with every change of a price.
#pragma once

#include <vector>

#include "base/clock.h"
#include "shop/products/product.h"
#include "store/writer.h"

namespace nigiwai::shop {

// Inside the transaction that wrote the product; writes nothing where no price is another than the last one
// noted.
void note_prices(store::Transaction& transaction, const Product& product);

struct PriceChange {
  WallTime since{};
  std::int64_t price = 0;  // of the product itself
};
// Of the product's own price, oldest first, from the one in force at `from` on, up to `until`. Empty when it
// is not known: the product is younger.
std::vector<PriceChange> price_changes(store::Database& db, const std::string& product, WallTime from,
                                       WallTime until);

}  // namespace nigiwai::shop
