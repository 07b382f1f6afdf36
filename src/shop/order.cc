#include "shop/order.h"

#include <fmt/format.h>

#include "base/time.h"
#include "media/pictures.h"

namespace nigiwai::shop {

std::vector<OrderOutcome> decide(StockLevels stock, std::span<const WantedLines> orders) {
  std::vector<OrderOutcome> outcomes;
  outcomes.reserve(orders.size());
  for (const auto& lines : orders) {
    OrderOutcome outcome;
    std::size_t taken = 0;
    for (; taken < lines.size(); ++taken) {
      auto& left = stock[lines[taken].sku];
      if (left < lines[taken].quantity) {
        outcome = SoldOut{lines[taken].sku, left};
        break;
      }
      left -= lines[taken].quantity;
    }
    if (outcome) {
      for (std::size_t i = 0; i < taken; ++i) stock[lines[i].sku] += lines[i].quantity;
      outcome->left = stock[outcome->sku];
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

std::int64_t total_of(const Order& order) {
  std::int64_t total = 0;
  for (const auto& line : order.lines) total += line.total();
  return total;
}

std::int64_t pieces_of(const Order& order) {
  std::int64_t pieces = 0;
  for (const auto& line : order.lines) pieces += line.quantity;
  return pieces;
}

std::string number_text(std::int64_t number) { return fmt::format("N-{:06}", number); }

std::map<int, std::int64_t> tax_of(const Order& order) {
  std::map<int, std::int64_t> by_rate;
  for (const auto& line : order.lines) by_rate[line.tax_rate] += line.total();
  for (auto& [rate, amount] : by_rate) amount = amount * rate / (100 + rate);
  return by_rate;
}

json::object to_json(const Order& order, const std::string& secret) {
  const auto money = [&](std::int64_t amount) { return nigiwai::to_json(Money{amount, order.currency}); };
  json::array lines;
  for (const auto& line : order.lines) {
    lines.push_back({{"sku", line.sku},
                     {"product", line.product},
                     {"title", line.title},
                     {"picture", media::picture_json(line.picture)},
                     {"quantity", line.quantity},
                     {"unit_price", money(line.unit_price)},
                     {"total", money(line.total())}});
  }
  json::array tax;
  for (const auto& [rate, amount] : tax_of(order)) tax.push_back({{"rate", rate}, {"amount", money(amount)}});
  json::object shown{{"id", order.id},
                     {"number", number_text(order.number)},
                     {"state", order.state},
                     {"placed_at", to_rfc3339(order.placed_at)},
                     {"show", order.show.empty() ? json::value() : json::value(order.show)},
                     {"at", order.at ? json::value(order.at->count()) : json::value()},
                     {"lines", std::move(lines)},
                     {"total", money(total_of(order))},
                     {"tax", std::move(tax)},
                     {"contact", to_json(order.contact)},
                     {"payment", order.payment}};
  if (!secret.empty()) shown["url"] = fmt::format("/orders/{}?key={}", order.id, secret);
  return shown;
}

Result<PlaceOrder> read_order(const json::object& body) {
  Fields in(body);
  PlaceOrder order;
  if (in.has("show")) order.show = in.slug("show");
  if (const auto at = in.optional_whole("at", {0, std::int64_t{1} << 40})) order.at = Milliseconds(*at);
  if (order.at && order.show.empty()) in.wrong("at", "A moment needs the show it belongs to.");
  const auto& lines = in.array("lines", kMostLines);
  if (lines.empty()) in.wrong("lines", "An order needs at least one line.");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto pointer = fmt::format("lines/{}", i);
    if (!lines[i].is_object()) {
      in.wrong(pointer, "This must be an object with a sku and a quantity.");
      break;
    }
    Fields line(lines[i].get_object(), "/" + pointer);
    order.lines.push_back({.sku = line.slug("sku"), .quantity = line.whole("quantity", {1, kMostQuantity})});
    if (const auto problem = line.problem()) in.wrong(*problem);
  }
  if (in.has("payment") && in.text("payment", {.least = 1, .most = 40}) != "on-delivery") {
    in.wrong("payment", "This shop takes payment on delivery: on-delivery.");
  }
  Fields contact(in.object("contact"), "/contact");
  order.contact = read_contact(contact);
  if (const auto problem = contact.problem()) in.wrong(*problem);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return order;
}

}  // namespace nigiwai::shop
