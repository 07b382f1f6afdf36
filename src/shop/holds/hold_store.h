// The book of a SKU in the writer's transaction: loaded, changed by the rules of hold.h, and kept with its
// events.
#pragma once

#include <optional>
#include <string>

#include "base/fields.h"
#include "shop/holds/hold.h"
#include "shop/products/shelves.h"
#include "timeline/journal.h"

namespace nigiwai::shop {

// A SKU with its book.
struct HoldLedger {
  std::string sku{};
  std::string product{};
  HoldBook book{};
};

// Nothing when there is no such SKU.
std::optional<HoldLedger> load_ledger(store::Database& db, const std::string& sku);

// Writes what happened to a ledger, and the book that it came to, into the tables, and an event of each
// happening into the show it belongs to, for that person and the staff. `by` did it: a viewer, staff with a
// `reason`, or nobody (a time that came, a place in line).
void keep_ledger(store::Transaction& transaction, timeline::Journal& journal, const HoldLedger& ledger,
                 const Happenings& happened, const http::Caller& by, const std::string& reason = "");

// Ends every hold that is due now and gives its pieces on; stock.changed goes out for what became free.
// Whoever decides about pieces calls this first, so that no outcome depends on when a timer woke.
void end_due_holds(store::Transaction& transaction, timeline::Journal& journal, Shelves& shelves);

// Gives free pieces of a SKU to those who wait for it; answers what is left then. Called wherever stock
// changes (announce_stock does).
std::int64_t serve_line(store::Transaction& transaction, timeline::Journal& journal, const std::string& sku,
                        std::int64_t left);

// Pieces of a SKU that are kept for anybody.
std::int64_t held_by_all(store::Database& db, const std::string& sku);
// Pieces that the person of this viewer holds of a SKU now, on whatever device; and of all SKUs of a product.
std::int64_t held_of_sku(store::Database& db, const std::string& viewer, const std::string& sku);
std::int64_t held_of_product(store::Database& db, const std::string& viewer, const std::string& product);

// Takes pieces out of what the person of this viewer holds because they are bought, from the hold that ends
// first; the rest stays kept until its time.
void take_from_hold(store::Database& db, const std::string& viewer, const std::string& sku,
                    std::int64_t pieces);

}  // namespace nigiwai::shop
