// What the lines of an order or a cart cost with the offers that hold for them.
#pragma once

#include "shop/offers/offer_till.h"
#include "shop/orders/order.h"
#include "shop/orders/order_skus.h"

namespace nigiwai::shop {

// The lines as they ask the till, by index; those of an order stand in its show where they name none.
std::vector<AskPrice> price_asks(const WantedLines& lines, const std::string& show,
                                 std::optional<Milliseconds> at, const SkusNow& skus);

// Adds the opened offers of every show that an order is from.
void load_offers(store::Database& db, const PlaceOrder& order, WallTime now, OfferTill& till);

// One order while it is decided: its pieces of offers are set aside, and given back unless it is kept. Where
// the till has no offers nothing is done and no line is priced.
class OfferPricing {
 public:
  // The till must outlive this.
  OfferPricing(OfferTill& till, store::Database& db, const PlaceOrder& order, const SkusNow& skus,
               const std::string& viewer);
  ~OfferPricing();
  OfferPricing(const OfferPricing&) = delete;
  OfferPricing& operator=(const OfferPricing&) = delete;

  const PricedOrder& priced() const { return priced_; }
  void keep() { kept_ = true; }

 private:
  OfferTill& till_;
  std::string person_;
  std::vector<AskPrice> asks_;
  PricedOrder priced_;
  bool kept_ = false;
};

// Gives the lines of an order their prices.
void apply(const PricedOrder& priced, const OfferTill& till, Order& order);

// The refusal of an order whose coupon brings nothing: coupon {why, left}.
Problem coupon_refused(Missed why, std::int64_t left);

}  // namespace nigiwai::shop
