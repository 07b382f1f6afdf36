// What a line of an order or a cart names, as it is sold now.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "shop/offers/offer_till.h"
#include "shop/orders/order.h"
#include "store/database.h"

namespace nigiwai::shop {

struct SkuNow {
  std::string product;
  std::string title;    // with the variant's options
  std::string picture;  // hash, empty for none
  std::int64_t price = 0;
  int tax_rate = 10;
  std::int64_t left = 0;
  bool limited = false;                    // so many pieces a person
  bool held = false;                       // pieces of it are kept for somebody
  std::optional<WallTime> on_sale_from{};  // nothing: it has been on sale as long as it is there
  bool listed = true;                      // false: it was taken from its product and is no longer sold
};
using SkusNow = std::map<std::string, SkuNow>;

// Adds what is not known yet; a SKU that never was stays out.
void load_skus(store::Database& db, const WantedLines& lines, SkusNow& known);

// What is wrong with a line whatever the stock: a SKU that never was (invalid) or is no longer sold (gone),
// or a price other than the buyer saw (price-changed {sku, was, now}). `place` is the line's in the order.
// Where offers may make the price, `priced` is what they made it, and the price of one that is not to be had
// is refused with offer-gone {sku, offer, why, left, was, now, limit?, already?}.
std::optional<Problem> fault_of(const WantedLine& line, std::size_t place, const SkusNow& skus,
                                const std::string& currency, const PricedLine* priced = nullptr);

// The first line that is not on sale yet, neither to all nor to this viewer (products/on_sale.h). `show` is
// that of a line which names none.
std::optional<Problem> not_on_sale(store::Database& db, const WantedLines& lines, const std::string& show,
                                   const std::string& viewer, const SkusNow& skus, WallTime now);

Problem price_changed(const std::string& sku, const Money& was, const Money& now, const std::string& field);

}  // namespace nigiwai::shop
