#include "shop/orders/order_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "people/audit.h"
#include "shop/offers/offers.h"
#include "shop/orders/order_events.h"
#include "shop/orders/order_pieces.h"
#include "shop/orders/order_rows.h"
#include "shop/products/stock.h"

namespace nigiwai::shop {
namespace {

constexpr std::size_t kLongestReason = 200;

bool needs_reason(Act act) { return act == Act::kCancel || act == Act::kRefund || act == Act::kRestock; }

// Puts these pieces of the order back, and tells everybody what is left.
Result<void> return_pieces(store::Transaction& transaction, const StepParts& parts, const Order& order,
                           const PiecesBySku& pieces, std::string_view why, const http::Caller& by) {
  std::map<std::string, StockNow> changed;
  for (const auto& [sku, count] : pieces) {
    auto now =
        change_stock(transaction, {sku, count, fmt::format("{} {}", number_text(order.number), why)}, by);
    if (!now) return std::unexpected(now.error());
    changed.emplace(sku, *std::move(now));
  }
  announce_stock(transaction, parts.journal, parts.shelves, changed);
  return {};
}

std::string role_of(const StepCommand& command) {
  if (command.who == StepBy::kBuyer) return "buyer";
  return command.who == StepBy::kServer ? "server" : std::string(http::to_text(command.by.role));
}

json::object more_of(const Order& order, const OrderStep& step) {
  json::object more{{"state", order.state}};
  if (step.amount) more["amount"] = nigiwai::to_json(Money{*step.amount, order.currency});
  if (step.act == Act::kRestock) more["back"] = order.restocked ? "all" : "some";
  if (!step.pieces.empty()) {
    json::array lines;
    for (const auto& [sku, quantity] : step.pieces) {
      const auto line = std::ranges::find(order.lines, sku, &OrderLine::sku);
      lines.push_back({{"sku", sku}, {"product", line->product}, {"quantity", quantity}});
    }
    more["lines"] = std::move(lines);
  }
  return more;
}

PiecesOfStep read_pieces(Fields& in) {
  PiecesOfStep pieces;
  const auto* lines = in.optional_array("lines", kMostLines);
  if (lines == nullptr) return pieces;
  if (lines->empty()) in.wrong("lines", "Name a line at least, or leave lines out for all of them.");
  for (std::size_t i = 0; i < lines->size(); ++i) {
    const auto pointer = fmt::format("lines/{}", i);
    if (!(*lines)[i].is_object()) {
      in.wrong(pointer, "This must be an object with a sku and a quantity.");
      break;
    }
    Fields line((*lines)[i].get_object(), "/" + pointer);
    pieces.push_back({.sku = line.slug("sku"), .quantity = line.whole("quantity", {1, kMostQuantity})});
    if (const auto problem = line.problem()) in.wrong(*problem);
  }
  return pieces;
}

// What the step is about, checked; and what it comes to, in money for a refund and in pieces for a return.
struct Extent {
  PiecesBySku pieces{};
  std::optional<std::int64_t> amount{};
};
Result<Extent> extent_of(const Order& order, const StepCommand& command) {
  Extent extent{.pieces = {}, .amount = command.amount};
  if (command.act == Act::kCancel) extent.pieces = bought(order);
  if (command.act == Act::kRestock) {
    auto back = to_return(order, command.pieces);
    if (!back) return std::unexpected(back.error());
    if (!command.pieces.empty()) extent.amount = count(*back);
    extent.pieces = *std::move(back);
  }
  if (command.act == Act::kRefund && !command.pieces.empty()) {
    const auto price = price_of_refund(order, command.pieces);
    if (!price) return std::unexpected(price.error());
    for (const auto& [sku, quantity] : command.pieces) extent.pieces[sku] += quantity;
    if (!extent.amount) extent.amount = *price;
  }
  return extent;
}

}  // namespace

Result<StepCommand> read_step(Act act, const json::object& body, StepBy who) {
  Fields in(body);
  StepCommand step{.act = act, .who = who};
  const bool must = needs_reason(act) && who == StepBy::kStaff;
  if (must || in.has("reason")) {
    step.reason = in.text("reason", {.least = must ? 1U : 0U, .most = kLongestReason, .lines = Lines::kMany});
  }
  if (act == Act::kShip) step.tracking = in.optional_text("tracking", {.most = 60}).value_or("");
  if (act == Act::kRefund && in.has("amount")) step.amount = in.money("amount").amount;
  if (act == Act::kRefund || act == Act::kRestock) step.pieces = read_pieces(in);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return step;
}

Result<Order> take_step(store::Transaction& transaction, const StepParts& parts, const StepCommand& command) {
  auto& db = transaction.db();
  const auto stored = http::stored_answer(transaction, command.key);
  if (!stored) return std::unexpected(stored.error());
  auto found = order(db, command.order);
  if (!found || *stored) return found;
  auto& now = *found;
  if (command.who == StepBy::kBuyer && now.state != to_text(State::kPlaced)) {
    Problem late{Kind::kConflict, "wrong-state",
                 "This order is already being worked on. Please ask the shop to cancel it."};
    late.extra = {{"state", now.state}};
    return std::unexpected(std::move(late));
  }
  const auto before = standing_of(now);
  // Whether the act is open at all is said before what is wrong with its lines.
  if (const auto open = acts(before); std::ranges::find(open, command.act) == open.end()) {
    return std::unexpected(after(before, command.act).error());
  }
  const auto extent = extent_of(now, command);
  if (!extent) return std::unexpected(extent.error());
  const auto next = after(before, command.act, extent->amount);
  if (!next) return std::unexpected(next.error());

  now.state = to_text(next->state);
  now.refunded = next->refunded;
  now.restocked = next->restocked;
  if (command.act == Act::kPay) now.paid_at = transaction.now();
  if (command.act == Act::kShip) {
    now.shipped_at = transaction.now();
    now.tracking = command.tracking;
  }
  OrderStep step{.act = command.act,
                 .at = transaction.now(),
                 .by_role = role_of(command),
                 .by_name = command.who == StepBy::kStaff ? command.by.name : std::string(),
                 .reason = command.reason};
  if (command.act == Act::kRefund) step.amount = next->refunded - before.refunded;
  if (command.act != Act::kCancel) {
    for (const auto& [sku, quantity] : extent->pieces)
      step.pieces.push_back({.sku = sku, .quantity = quantity});
  }
  store_step(transaction, now, step, command.by);
  if (next->returned > before.returned) {
    auto back = return_pieces(transaction, parts, now, extent->pieces, fact_of(command.act), command.by);
    if (!back) return std::unexpected(back.error());
  }
  if (command.act == Act::kCancel) return_offers(transaction, parts.journal, now.number);
  append_events(transaction, parts.journal, now,
                {.kind = fmt::format("order.{}", fact_of(command.act)),
                 .more = more_of(now, step),
                 .text = step.reason},
                command.by);
  const bool by_server = command.who == StepBy::kServer;
  const auto news =
      by_server && command.act == Act::kCancel ? std::optional(News::kCancelledUnpaid) : news_of(command.act);
  if (news && parts.mails != nullptr) parts.mails->tell(transaction, *news, now);
  if (by_server || (command.who == StepBy::kStaff && command.by.is_staff())) {
    people::audit(transaction, command.by, fmt::format("order.{}", fact_of(command.act)),
                  number_text(now.number));
  }
  http::store_answer(transaction, command.key, json::serialize(json::object{{"order", now.id}}));
  return order(db, now.id);
}

}  // namespace nigiwai::shop
