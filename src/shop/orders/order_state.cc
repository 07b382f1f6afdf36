#include "shop/orders/order_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nigiwai::shop {
namespace {

constexpr std::array<std::string_view, 6> kStates{"placed",    "paid",     "shipped",
                                                  "cancelled", "refunded", "returned"};
constexpr std::array<std::string_view, 5> kActs{"pay", "ship", "cancel", "refund", "restock"};
constexpr std::array<std::string_view, 5> kFacts{"paid", "shipped", "cancelled", "refunded", "restocked"};

bool always(const Standing&) { return true; }
bool unpaid(const Standing& now) { return !now.paid; }
bool pays_later(const Standing& now) { return !now.pays_first; }
bool has_money(const Standing& now) { return now.paid && now.refunded < now.total; }
bool is_out(const Standing& now) { return !now.restocked; }

struct Row {
  Act act;
  State from;
  bool (*may)(const Standing&);
  State to;  // of a refund: once all is back
};
constexpr Row kTable[] = {
    {Act::kPay, State::kPlaced, always, State::kPaid},
    {Act::kPay, State::kShipped, unpaid, State::kShipped},
    {Act::kShip, State::kPlaced, pays_later, State::kShipped},
    {Act::kShip, State::kPaid, always, State::kShipped},
    {Act::kCancel, State::kPlaced, always, State::kCancelled},
    {Act::kCancel, State::kPaid, always, State::kCancelled},
    {Act::kRefund, State::kPaid, has_money, State::kRefunded},
    {Act::kRefund, State::kShipped, has_money, State::kRefunded},
    {Act::kRefund, State::kCancelled, has_money, State::kRefunded},
    {Act::kRefund, State::kReturned, has_money, State::kRefunded},
    {Act::kRestock, State::kShipped, is_out, State::kReturned},
    {Act::kRestock, State::kRefunded, is_out, State::kRefunded},
};

const Row* row_of(const Standing& standing, Act act) {
  for (const auto& row : kTable) {
    if (row.act == act && row.from == standing.state && row.may(standing)) return &row;
  }
  return nullptr;
}

template <class T, std::size_t N>
std::optional<T> find(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<T>(found - names.begin());
}

Problem wrong_state(const Standing& standing, Act act) {
  const bool waits = act == Act::kShip && standing.state == State::kPlaced;
  Problem problem{
      Kind::kConflict, "wrong-state",
      waits ? "This order is to be paid before it ships. Mark it as paid first."
            : fmt::format("An order that is {} cannot be {} now.", to_text(standing.state), fact_of(act))};
  problem.extra = {{"state", to_text(standing.state)}};
  return problem;
}

}  // namespace

std::string_view to_text(State state) { return kStates[static_cast<std::size_t>(state)]; }
std::string_view to_text(Act act) { return kActs[static_cast<std::size_t>(act)]; }
std::string_view fact_of(Act act) { return kFacts[static_cast<std::size_t>(act)]; }
std::optional<State> state_of(std::string_view text) { return find<State>(kStates, text); }
std::optional<Act> act_of(std::string_view text) { return find<Act>(kActs, text); }

std::vector<Act> acts(const Standing& standing) {
  std::vector<Act> legal;
  for (std::size_t i = 0; i < kActs.size(); ++i) {
    if (row_of(standing, static_cast<Act>(i)) != nullptr) legal.push_back(static_cast<Act>(i));
  }
  return legal;
}

Result<Standing> after(const Standing& standing, Act act, std::optional<std::int64_t> amount) {
  const auto* row = row_of(standing, act);
  if (row == nullptr) return std::unexpected(wrong_state(standing, act));
  auto next = standing;
  if (act == Act::kRefund) {
    const auto left = standing.total - standing.refunded;
    const auto back = amount.value_or(left);
    if (back < 1 || back > left)
      return invalid("/amount/amount", fmt::format("Between 1 and {} can be refunded.", left));
    next.refunded += back;
    if (next.refunded == next.total) next.state = row->to;
    return next;
  }
  if (act == Act::kRestock) {
    const auto left = standing.pieces - standing.returned;
    const auto back = amount.value_or(left);
    if (back > left || (back < 1 && amount))
      return invalid("/lines", fmt::format("Between 1 and {} pieces can come back.", left));
    next.returned += back;
    next.restocked = next.returned == next.pieces;
    if (next.restocked) next.state = row->to;
    return next;
  }
  next.state = row->to;
  if (act == Act::kPay) next.paid = true;
  if (act == Act::kCancel) {
    next.restocked = true;
    next.returned = next.pieces;
  }
  return next;
}

}  // namespace nigiwai::shop
