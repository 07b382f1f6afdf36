#include "shop/orders/receipt.h"

#include <algorithm>

#include "base/time.h"
#include "shop/orders/checkout.h"

namespace nigiwai::shop {
namespace {

constexpr int kReducedRate = 8;  // percent: food and newspapers; such lines carry a mark

}  // namespace

bool is_registration_number(std::string_view text) {
  if (text.size() != 14 || text[0] != 'T') return false;
  const auto digits = text.substr(1);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  int sum = 0;
  for (std::size_t i = 1; i <= 12; ++i) {
    const int digit = digits[13 - i] - '0';
    sum += digit * (i % 2 == 1 ? 1 : 2);
  }
  return digits[0] - '0' == 9 - sum % 9;
}

Result<Issuer> read_issuer(const json::object& body) {
  Fields in(body);
  Issuer issuer{
      .name = in.optional_text("name", {.most = 80}).value_or(""),
      .registration_number = narrowed(in.optional_text("registration_number", {.most = 20}).value_or("")),
      .address = in.optional_text("address", {.most = 200}).value_or(""),
      .phone = in.optional_text("phone", {.most = 30}).value_or("")};
  if (!issuer.registration_number.empty() && !is_registration_number(issuer.registration_number)) {
    in.wrong("registration_number",
             "This must be T and 13 digits as on your notice of registration; a digit is wrong.");
  }
  if (!issuer.registration_number.empty() && issuer.name.empty()) {
    in.wrong("name", "A registration number needs the name to which it belongs.");
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return issuer;
}

json::object to_json(const Issuer& issuer) {
  return {{"name", issuer.name},
          {"registration_number", issuer.registration_number},
          {"address", issuer.address},
          {"phone", issuer.phone}};
}

Issuer issuer(store::Database& db) {
  auto kept = read_issuer(kept_setting(db, "issuer"));
  return kept ? *std::move(kept) : Issuer{};
}

void keep(store::Transaction& transaction, const Issuer& issuer) {
  keep_setting(transaction, "issuer", to_json(issuer));
}

Result<json::object> receipt(const Order& order, const Issuer& issuer) {
  if (state_of(order.state) == State::kCancelled && !order.paid_at) {
    Problem problem{Kind::kConflict, "wrong-state",
                    "This order was cancelled before it was paid, so there is no receipt."};
    problem.extra = {{"state", order.state}};
    return std::unexpected(std::move(problem));
  }
  const auto money = [&](std::int64_t amount) { return nigiwai::to_json(Money{amount, order.currency}); };
  json::array lines;
  for (const auto& line : order.lines) {
    lines.push_back({{"title", line.title},
                     {"quantity", line.quantity},
                     {"unit_price", money(line.unit_price)},
                     {"total", money(line.total())},
                     {"offer", line.offer.empty() ? json::value() : json::value(line.offer_title)},
                     {"discount", money(discount_of(line))},
                     {"tax_rate", line.tax_rate},
                     {"reduced", line.tax_rate == kReducedRate}});
  }
  json::array rates;
  const auto tax = tax_of(order);
  for (const auto& [rate, total] : totals_by_rate(order)) {
    rates.push_back({{"rate", rate}, {"total", money(total)}, {"tax", money(tax.at(rate))}});
  }
  return json::object{{"issuer", to_json(issuer)},
                      {"number", number_text(order.number)},
                      {"kind", order.paid_at ? "receipt" : "invoice"},
                      {"date", to_rfc3339(order.paid_at.value_or(order.placed_at))},
                      {"placed_at", to_rfc3339(order.placed_at)},
                      {"name", order.contact.name},
                      {"lines", std::move(lines)},
                      {"shipping", money(order.shipping)},
                      {"fee", money(order.fee)},
                      {"rates", std::move(rates)},
                      {"total", money(total_of(order))},
                      {"refunded", money(order.refunded)},
                      {"payment", order.payment}};
}

}  // namespace nigiwai::shop
