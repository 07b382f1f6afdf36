// Stock: what is left of each SKU, and telling everybody when it changes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "http/router.h"
#include "shop/products/shelves.h"
#include "timeline/journal.h"

namespace nigiwai::shop {

namespace json = boost::json;

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

// Free pieces of a SKU; 0 when there is no such SKU.
std::int64_t left_of(store::Database& db, const std::string& sku);

// Gives what is free to those who wait for it (shop/holds/hold.h), whose it is before anybody else's; then
// writes stock.changed, for everyone, once a SKU, into the shop's own timeline and that of every show on air
// with the product on its shelf. Stock must be written before, and every change of it must come here.
void announce_stock(store::Transaction& transaction, timeline::Journal& journal, Shelves& shelves,
                    const std::map<std::string, StockNow>& by_sku);

// One change of a SKU's stock: by staff (with `left`, `reason` and who it was), or by an order.
struct StockEntry {
  WallTime at{};
  std::int64_t delta = 0;
  std::optional<std::int64_t> left{};  // after it; what was left after an order is not kept
  std::string reason{};
  std::string by{};     // the staff member's name, or the importer's
  std::string order{};  // N-000123
};
json::object to_json(const StockEntry& entry);

struct StockHistory {
  std::vector<StockEntry> items;
  std::optional<std::string> next;
};
// Newest first. not-found when there is no such SKU.
Result<StockHistory> stock_history(store::Database& db, const std::string& sku, const http::PageAsked& page);

}  // namespace nigiwai::shop
