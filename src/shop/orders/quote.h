// What an order would cost, before it is placed. Read-only: a quote keeps nothing and promises no stock.
#pragma once

#include "shop/orders/order.h"
#include "store/database.h"

namespace nigiwai::shop {

struct AskQuote {
  WantedLines lines{};
  std::string prefecture{};  // by name or by postal code; empty when neither says it
  std::string payment{};     // empty: the shop's usual one
  std::string coupon{};      // its code, cleaned; empty for none
  std::string person{};      // whose holds count as theirs; empty for nobody
};
// Reads the body of POST /api/orders/quote: {lines, postal_code?, prefecture?, payment?, coupon?}.
Result<AskQuote> read_quote(const json::object& body);

// As docs/api.md shows it. A line that cannot be ordered as it stands says why in `problem` (unknown, gone,
// not-on-sale, price-changed, offer-gone, sold-out) and, unless only its price changed, is left out of the
// sums. Offers count as they hold `now`, and a coupon that brings nothing says why.
json::object quote(store::Database& db, const AskQuote& asked, WallTime now);

}  // namespace nigiwai::shop
