// Stock: what is left of each SKU, and telling everybody when it changes.
#pragma once

#include <map>
#include <string>

#include "shop/shelves.h"
#include "timeline/journal.h"

namespace nigiwai::shop {

struct StockChange {
  std::string sku;
  std::int64_t delta = 0;  // never 0
  std::string reason;
};

// What a SKU came to, for stock.changed.
struct StockNow {
  std::string product;
  std::int64_t left = 0;
  std::int64_t sold = 0;  // pieces that orders took in this change; 0: staff changed it
};

// Adds `delta`, and keeps who did it and why. Answers what is left. Refuses with not-found, or with conflict
// and `left` when there would be less than nothing.
Result<StockNow> change_stock(store::Transaction& transaction, const StockChange& change,
                              const http::Caller& by);

// Writes stock.changed, for everyone, once a SKU, into the shop's own timeline and that of every show on air
// with the product on its shelf.
void announce_stock(store::Transaction& transaction, timeline::Journal& journal, Shelves& shelves,
                    const std::map<std::string, StockNow>& by_sku);

}  // namespace nigiwai::shop
