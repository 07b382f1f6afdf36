#include "shop/orders/order.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "media/pictures.h"
#include "shop/offers/offer.h"
#include "shop/orders/order_pieces.h"

namespace nigiwai::shop {
namespace {

constexpr int kUsualTaxRate = 10;                        // of shipping and fees, in percent
constexpr std::size_t kMembers = 24;                     // of an order as it is shown, at most
constexpr WholeRange kPlaces{0, std::int64_t{1} << 40};  // of a show, in ms

}  // namespace

std::optional<std::int64_t> take(StockLevels& stock, HeldLevels& held, const std::string& person,
                                 const WantedLine& line) {
  auto& left = stock[line.sku];
  const auto own = person.empty() ? held.end() : held.find({person, line.sku});
  const auto kept = own == held.end() ? 0 : std::min(own->second, line.quantity);
  if (left < line.quantity - kept) return std::nullopt;
  left -= line.quantity - kept;
  if (kept > 0) own->second -= kept;
  return kept;
}

OrderOutcome admit(StockLevels& stock, HeldLevels& held, const WantedOrder& order) {
  const auto& [person, lines] = order;
  OrderOutcome outcome;
  std::vector<std::int64_t> kept;
  for (const auto& line : lines) {
    const auto taken = take(stock, held, person, line);
    if (!taken) {
      outcome = SoldOut{line.sku, 0};
      break;
    }
    kept.push_back(*taken);
  }
  if (outcome) {
    for (std::size_t i = 0; i < kept.size(); ++i) {
      stock[lines[i].sku] += lines[i].quantity - kept[i];
      if (kept[i] > 0) held[{person, lines[i].sku}] += kept[i];
    }
    const auto own = person.empty() ? held.end() : held.find({person, outcome->sku});
    outcome->left = stock[outcome->sku] + (own == held.end() ? 0 : own->second);
  }
  return outcome;
}

std::vector<OrderOutcome> decide(StockLevels stock, HeldLevels held, std::span<const WantedOrder> orders) {
  std::vector<OrderOutcome> outcomes;
  outcomes.reserve(orders.size());
  for (const auto& order : orders) outcomes.push_back(admit(stock, held, order));
  return outcomes;
}

std::int64_t goods_of(const Order& order) {
  std::int64_t total = 0;
  for (const auto& line : order.lines) total += line.total();
  return total;
}

std::int64_t discount_of(const OrderLine& line) {
  return line.offer.empty() ? 0 : (line.usual_price - line.unit_price) * line.quantity;
}

std::int64_t total_of(const Order& order) { return goods_of(order) + order.shipping + order.fee; }

Standing standing_of(const Order& order) {
  const auto* payment = payment_method(order.payment);
  return {.state = state_of(order.state).value_or(State::kPlaced),
          .pays_first = payment != nullptr && payment->before_shipping(),
          .paid = order.paid_at.has_value(),
          .restocked = order.restocked,
          .pieces = pieces_of(order),
          .returned = count(returned(order)),
          .total = total_of(order),
          .refunded = order.refunded};
}

std::string told_of(const Order& order, const Checkout& checkout) {
  const auto* payment = payment_method(order.payment);
  const bool waits = state_of(order.state) == State::kPlaced && payment != nullptr;
  return waits ? payment->told(checkout) : std::string();
}

std::int64_t pieces_of(const Order& order) {
  std::int64_t pieces = 0;
  for (const auto& line : order.lines) pieces += line.quantity;
  return pieces;
}

std::string number_text(std::int64_t number) { return fmt::format("N-{:06}", number); }

std::map<int, std::int64_t> totals_by_rate(const Order& order) {
  std::map<int, std::int64_t> by_rate;
  for (const auto& line : order.lines) by_rate[line.tax_rate] += line.total();
  if (order.shipping + order.fee > 0) by_rate[kUsualTaxRate] += order.shipping + order.fee;
  return by_rate;
}

std::map<int, std::int64_t> tax_of(const Order& order) {
  auto by_rate = totals_by_rate(order);
  for (auto& [rate, amount] : by_rate) amount = amount * rate / (100 + rate);
  return by_rate;
}

namespace {

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

json::array to_json(const PiecesOfStep& pieces) {
  json::array shown;
  for (const auto& [sku, quantity] : pieces) shown.push_back({{"sku", sku}, {"quantity", quantity}});
  return shown;
}

json::array history_of(const Order& order, Reader reader) {
  json::array history{json::object{{"what", "placed"}, {"at", to_rfc3339(order.placed_at)}}};
  for (const auto& step : order.steps) {
    json::object shown{{"what", fact_of(step.act)}, {"at", to_rfc3339(step.at)}};
    if (step.amount) shown["amount"] = nigiwai::to_json(Money{*step.amount, order.currency});
    if (!step.pieces.empty()) shown["lines"] = to_json(step.pieces);
    if (reader == Reader::kStaff) {
      shown["by"] = {{"name", step.by_name}, {"role", step.by_role}};
      shown["reason"] = step.reason;
    }
    history.push_back(std::move(shown));
  }
  return history;
}

json::value offer_json(const OrderLine& line) {
  if (line.offer.empty()) return nullptr;
  return json::object{{"id", line.offer}, {"title", line.offer_title}};
}

// What the reader may do with it now; a buyer may only take back what nobody has begun to work on.
json::array open_acts(const Order& order, Reader reader) {
  json::array open;
  if (reader == Reader::kBuyer) {
    if (state_of(order.state) == State::kPlaced) open.push_back("cancel");
    return open;
  }
  for (const auto act : acts(standing_of(order))) open.push_back(json::value(to_text(act)));
  return open;
}

}  // namespace

json::object to_json(const Order& order, const std::string& secret, Reader reader, json::storage_ptr memory) {
  const auto money = [&](std::int64_t amount) {
    return json::object({{"amount", amount}, {"currency", order.currency}}, memory);
  };
  json::array lines(memory);
  const auto back = returned_by_line(order);
  for (const auto& line : order.lines) {
    lines.emplace_back(
        json::object({{"sku", line.sku},
                      {"product", line.product},
                      {"title", line.title},
                      {"picture", media::picture_json(line.picture)},
                      {"quantity", line.quantity},
                      {"returned", back[lines.size()]},
                      {"unit_price", money(line.unit_price)},
                      {"total", money(line.total())},
                      {"tax_rate", line.tax_rate},
                      {"show", line.show.empty() ? json::value() : json::value(line.show)},
                      {"at", line.at ? json::value(line.at->count()) : json::value()},
                      {"usual_price", money(line.offer.empty() ? line.unit_price : line.usual_price)},
                      {"discount", money(discount_of(line))},
                      {"offer", offer_json(line)}},
                     memory));
  }
  json::array tax(memory);
  for (const auto& [rate, amount] : tax_of(order)) {
    tax.emplace_back(json::object({{"rate", rate}, {"amount", money(amount)}}, memory));
  }
  json::object shown({{"id", order.id},
                      {"number", number_text(order.number)},
                      {"state", order.state},
                      {"placed_at", to_rfc3339(order.placed_at)},
                      {"show", order.show.empty() ? json::value() : json::value(order.show)},
                      {"at", order.at ? json::value(order.at->count()) : json::value()},
                      {"lines", std::move(lines)},
                      {"shipping", money(order.shipping)},
                      {"fee", money(order.fee)},
                      {"total", money(total_of(order))},
                      {"tax", std::move(tax)},
                      {"contact", to_json(order.contact, memory)},
                      {"payment", order.payment},
                      {"language", to_text(order.language)},
                      {"due_at", time_or_null(order.due_at)},
                      {"cancels_at", time_or_null(order.cancels_at)},
                      {"paid_at", time_or_null(order.paid_at)},
                      {"shipped_at", time_or_null(order.shipped_at)},
                      {"tracking", order.tracking},
                      {"refunded", money(order.refunded)},
                      {"history", history_of(order, reader)},
                      {"can", open_acts(order, reader)}},
                     kMembers, memory);
  if (!order.told.empty()) shown["pay_to"] = order.told;
  if (!secret.empty()) shown["url"] = fmt::format("/orders/{}?key={}", order.id, secret);
  return shown;
}

WantedLines read_lines(Fields& in) {
  WantedLines wanted;
  const auto& lines = in.array("lines", kMostLines);
  if (lines.empty()) in.wrong("lines", "An order needs at least one line.");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto pointer = fmt::format("lines/{}", i);
    if (!lines[i].is_object()) {
      in.wrong(pointer, "This must be an object with a sku and a quantity.");
      break;
    }
    Fields line(lines[i].get_object(), "/" + pointer);
    WantedLine one{.sku = line.slug("sku"), .quantity = line.whole("quantity", {1, kMostQuantity})};
    if (line.has("show")) one.show = line.slug("show");
    if (const auto at = line.optional_whole("at", kPlaces)) one.at = Milliseconds(*at);
    if (one.at && one.show.empty()) line.wrong("at", "A moment needs the show it belongs to.");
    one.price = line.optional_money("price");
    if (const auto at = line.optional_whole("playhead", kPlaces)) one.playhead = Milliseconds(*at);
    if (const auto problem = line.problem()) in.wrong(*problem);
    wanted.push_back(std::move(one));
  }
  return wanted;
}

std::string read_coupon(Fields& in) {
  const auto typed = in.optional_text("coupon", {.most = 60}).value_or("");
  return typed.empty() ? "" : clean_code(typed).value_or("?");
}

Result<PlaceOrder> read_order(const json::object& body) {
  Fields in(body);
  PlaceOrder order;
  if (in.has("show")) order.show = in.slug("show");
  if (const auto at = in.optional_whole("at", kPlaces)) order.at = Milliseconds(*at);
  if (order.at && order.show.empty()) in.wrong("at", "A moment needs the show it belongs to.");
  order.lines = read_lines(in);
  if (in.has("payment")) {
    order.payment = in.text("payment", {.least = 1, .most = 40});
    if (payment_method(order.payment) == nullptr) {
      in.wrong("payment", "There is no such way of payment: on-delivery or bank-transfer.");
    }
  }
  if (in.has("language")) {
    const auto language = in.text("language", {.least = 2, .most = 2});
    if (language != "ja" && language != "en") in.wrong("language", "Mails are written in ja or en.");
    order.language = language_of(language);
  }
  order.total = in.optional_money("total");
  order.coupon = read_coupon(in);
  if (in.has("share")) order.share = in.slug("share");
  Fields contact(in.object("contact"), "/contact");
  order.contact = read_contact(contact);
  if (const auto problem = contact.problem()) in.wrong(*problem);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return order;
}

}  // namespace nigiwai::shop
