#include "shop/offers/offer_pricing.h"

#include <fmt/format.h>

#include "shop/offers/offer_store.h"

namespace nigiwai::shop {

std::vector<AskPrice> price_asks(const WantedLines& lines, const std::string& show,
                                 std::optional<Milliseconds> at, const SkusNow& skus) {
  std::vector<AskPrice> asks;
  for (const auto& line : lines) {
    const bool own_moment = !line.show.empty();
    AskPrice ask{.sku = line.sku,
                 .show = own_moment ? line.show : show,
                 .at = line.playhead ? line.playhead : (own_moment ? line.at : at),
                 .quantity = line.quantity};
    if (const auto sku = skus.find(line.sku); sku != skus.end()) {
      ask.product = sku->second.product;
      ask.usual = sku->second.price;
    }
    if (line.price) ask.seen = line.price->amount;
    asks.push_back(std::move(ask));
  }
  return asks;
}

void load_offers(store::Database& db, const PlaceOrder& order, WallTime now, OfferTill& till) {
  load_offers(db, order.show, now, till);
  for (const auto& line : order.lines) load_offers(db, line.show, now, till);
}

OfferPricing::OfferPricing(OfferTill& till, store::Database& db, const PlaceOrder& order, const SkusNow& skus,
                           const std::string& viewer)
    : till_(till) {
  if (till.empty()) {
    if (!order.coupon.empty()) priced_.coupon = Missed::kUnknown;
    return;
  }
  asks_ = price_asks(order.lines, order.show, order.at, skus);
  person_ = load_person(db, viewer, asks_, till);
  priced_ = till.price(person_, asks_, order.coupon);
}

OfferPricing::~OfferPricing() {
  if (!kept_) till_.give_back(person_, asks_, priced_);
}

void apply(const PricedOrder& priced, const OfferTill& till, Order& order) {
  for (std::size_t i = 0; i < priced.lines.size(); ++i) {
    const auto* offer = till.find(priced.lines[i].offer);
    if (offer == nullptr) continue;
    auto& line = order.lines[i];
    line.usual_price = line.unit_price;
    line.unit_price = priced.lines[i].price;
    line.offer = offer->id;
    line.offer_title = offer->title;
  }
}

Problem coupon_refused(Missed why, std::int64_t left) {
  const auto said = [&]() -> std::string {
    switch (why) {
      case Missed::kClosed:
        return "This coupon is over, or not open at this moment of the show.";
      case Missed::kUsedUp:
        return left == 0 ? "This coupon is used up." : fmt::format("This coupon is good for {} more.", left);
      case Missed::kLimit:
        return "You have used this coupon as often as one person may.";
      case Missed::kNothing:
        return "This coupon makes nothing in this order cheaper.";
      case Missed::kUnknown:
        break;
    }
    return "There is no such coupon in the show that this order is from.";
  }();
  Problem problem{Kind::kConflict, "coupon", said + " Nothing was ordered.", "/coupon"};
  problem.extra = {{"why", to_text(why)}, {"left", left}};
  return problem;
}

}  // namespace nigiwai::shop
