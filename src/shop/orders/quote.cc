#include "shop/orders/quote.h"

#include "base/time.h"
#include "media/pictures.h"
#include "shop/holds/hold_store.h"
#include "shop/offers/offer_pricing.h"
#include "shop/offers/offer_store.h"
#include "shop/orders/order_skus.h"
#include "shop/postal/postal_codes.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

json::value problem_of(const WantedLine& line, const SkusNow& skus, const std::string& currency,
                       const std::map<std::string, std::int64_t>& asked, const PricedLine* priced,
                       bool early) {
  const auto found = skus.find(line.sku);
  if (found == skus.end()) return "unknown";
  if (!found->second.listed) return "gone";
  if (early) return "not-on-sale";
  if (found->second.left < asked.at(line.sku)) return "sold-out";
  if (const auto fault = fault_of(line, 0, skus, currency, priced)) return json::value(fault->type);
  return nullptr;
}

// What of its offers a line is told.
void add_offer(json::object& shown, const PricedLine& priced, const OfferTill& till) {
  if (const auto* offer = till.find(priced.offer))
    shown["offer"] = {{"id", offer->id}, {"title", offer->title}};
  if (priced.gone.empty()) return;
  shown["why"] = to_text(priced.why);
  shown["offer_left"] = priced.left;
  if (priced.why == Missed::kLimit) {
    shown["limit"] = priced.limit;
    shown["already"] = priced.already;
  }
}

json::value coupon_json(const AskQuote& asked, const PricedOrder& priced, const OfferTill& till) {
  if (asked.coupon.empty()) return nullptr;
  const auto* offer = till.find(priced.coupon_offer);
  return json::object{{"code", asked.coupon},
                      {"title", offer == nullptr ? json::value() : json::value(offer->title)},
                      {"problem", priced.coupon ? json::value(to_text(*priced.coupon)) : json::value()}};
}

}  // namespace

Result<AskQuote> read_quote(const json::object& body) {
  Fields in(body);
  AskQuote asked{.lines = read_lines(in), .coupon = read_coupon(in)};
  if (const auto prefecture = in.optional_text("prefecture", {.most = 10});
      prefecture && !prefecture->empty()) {
    if (!region_of(*prefecture))
      in.wrong("prefecture", "This must be one of the 47 prefectures, such as 東京都.");
    asked.prefecture = *prefecture;
  }
  if (const auto typed = in.optional_text("postal_code", {.most = 24}); typed && asked.prefecture.empty()) {
    if (const auto code = postal_code(*typed)) {
      if (const auto place = place_of(*code)) asked.prefecture = place->prefecture;
    }
  }
  if (in.has("payment")) {
    asked.payment = in.text("payment", {.least = 1, .most = 40});
    if (payment_method(asked.payment) == nullptr) {
      in.wrong("payment", "There is no such way of payment: on-delivery or bank-transfer.");
    }
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return asked;
}

json::object quote(store::Database& db, const AskQuote& asked, WallTime now) {
  const auto currency = settings(db).currency;
  const auto offered = checkout(db);
  const auto money = [&](std::int64_t amount) { return nigiwai::to_json(Money{amount, currency}); };
  SkusNow skus;
  load_skus(db, asked.lines, skus);
  // What is kept for the asker is there for the asker.
  if (!asked.person.empty()) {
    for (auto& [sku, row] : skus) row.left += held_of_sku(db, asked.person, sku);
  }
  std::map<std::string, std::int64_t> pieces;
  for (const auto& line : asked.lines) pieces[line.sku] += line.quantity;

  OfferTill till;
  for (const auto& line : asked.lines) load_offers(db, line.show, now, till);
  PlaceOrder asking{};
  asking.lines = asked.lines;
  asking.coupon = asked.coupon;
  const OfferPricing pricing(till, db, asking, skus, asked.person);
  const auto& priced = pricing.priced();

  Order order{.currency = currency};
  json::array lines;
  for (std::size_t i = 0; i < asked.lines.size(); ++i) {
    const auto& line = asked.lines[i];
    const auto* price = priced.lines.empty() ? nullptr : &priced.lines[i];
    const bool early = not_on_sale(db, {line}, "", asked.person, skus, now).has_value();
    const auto problem = problem_of(line, skus, currency, pieces, price, early);
    json::object shown{
        {"sku", line.sku}, {"quantity", line.quantity}, {"problem", problem}, {"offer", nullptr}};
    if (price != nullptr) add_offer(shown, *price, till);
    if (const auto found = skus.find(line.sku); found != skus.end()) {
      const auto& sku = found->second;
      shown["product"] = sku.product;
      shown["title"] = sku.title;
      shown["picture"] = media::picture_json(sku.picture);
      const auto unit_price = price == nullptr ? sku.price : price->price;
      shown["unit_price"] = money(unit_price);
      shown["usual_price"] = money(sku.price);
      shown["total"] = money(unit_price * line.quantity);
      shown["left"] = sku.listed ? sku.left : 0;
      if (early) shown["on_sale_from"] = to_rfc3339(*sku.on_sale_from);
      if (line.price && unit_price != line.price->amount) shown["was"] = nigiwai::to_json(*line.price);
      if (problem.is_null() || problem.as_string() == "price-changed" ||
          problem.as_string() == "offer-gone") {
        order.lines.push_back({.sku = line.sku,
                               .product = sku.product,
                               .title = sku.title,
                               .picture = sku.picture,
                               .quantity = line.quantity,
                               .unit_price = unit_price,
                               .tax_rate = sku.tax_rate});
      }
    }
    lines.push_back(std::move(shown));
  }
  const auto* named = payment_method(asked.payment);
  const auto& payment = named != nullptr && named->offered(offered) ? *named : usual_payment(offered);
  const auto goods = goods_of(order);
  if (!order.lines.empty()) {
    const auto added = charges(offered, payment, goods, asked.prefecture);
    order.shipping = added.shipping;
    order.fee = added.fee;
  }
  json::array tax;
  for (const auto& [rate, amount] : tax_of(order)) tax.push_back({{"rate", rate}, {"amount", money(amount)}});
  json::array ways;
  for (const auto* method : payment_methods()) {
    if (!method->offered(offered)) continue;
    ways.push_back({{"id", method->id()},
                    {"fee", money(method->fee(offered, goods + order.shipping))},
                    {"before_shipping", method->before_shipping()}});
  }
  const auto& free_from = offered.delivery.free_from;
  return {{"lines", std::move(lines)},
          {"goods", money(goods)},
          {"shipping", money(order.shipping)},
          {"shipping_free_from", free_from ? json::value(money(*free_from)) : json::value()},
          {"prefecture", asked.prefecture.empty() ? json::value() : json::value(asked.prefecture)},
          {"payment", payment.id()},
          {"payments", std::move(ways)},
          {"fee", money(order.fee)},
          {"total", money(total_of(order))},
          {"coupon", coupon_json(asked, priced, till)},
          {"tax", std::move(tax)}};
}

}  // namespace nigiwai::shop
