#include "shop/orders/checkout.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

std::int64_t amount(Fields& in, std::string_view name, const std::string& currency) {
  const auto money = in.money(name);
  if (money.currency != currency) {
    in.wrong(std::string(name) + "/currency", fmt::format("This shop sells in {}.", currency));
  }
  return money.amount;
}

// Null and nothing both mean "none".
std::optional<std::int64_t> optional_amount(Fields& in, const json::object& object, std::string_view name,
                                            const std::string& currency) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) {
    (void)in.optional_whole(name, {0, 0});  // asked for, so that null is no unknown member
    return std::nullopt;
  }
  return amount(in, name, currency);
}

std::vector<FeeStep> read_fees(Fields& in, const std::string& currency) {
  std::vector<FeeStep> fees;
  const auto* rows = in.optional_array("fees", kMostFeeSteps);
  if (rows == nullptr) return fees;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const auto name = fmt::format("fees/{}", i);
    if (!(*rows)[i].is_object()) {
      in.wrong(name, "This must be an object with a fee, and below.");
      break;
    }
    const auto& object = (*rows)[i].get_object();
    Fields row(object, in.pointer_of(name));
    FeeStep step{.below = optional_amount(row, object, "below", currency),
                 .fee = amount(row, "fee", currency)};
    if (const auto problem = row.problem()) in.wrong(*problem);
    const bool last = i + 1 == rows->size();
    if (!step.below && !last) in.wrong(name + "/below", "Only the last row may be without an amount.");
    if (step.below && !fees.empty() && *step.below <= fees.back().below.value_or(0)) {
      in.wrong(name + "/below", "The amounts must go up from row to row.");
    }
    fees.push_back(step);
  }
  return fees;
}

json::value money_or_null(std::optional<std::int64_t> amount, const std::string& currency) {
  return amount ? json::value(nigiwai::to_json(Money{*amount, currency})) : json::value();
}

}  // namespace

std::int64_t shipping_of(const Delivery& delivery, std::int64_t goods, std::string_view prefecture) {
  if (delivery.free_from && goods >= *delivery.free_from) return 0;
  const auto region = region_of(prefecture);
  return region ? delivery.fees[*region] : *std::max_element(delivery.fees.begin(), delivery.fees.end());
}

std::int64_t fee_of(const OnDelivery& on_delivery, std::int64_t amount) {
  if (on_delivery.free_from && amount >= *on_delivery.free_from) return 0;
  for (const auto& step : on_delivery.fees) {
    if (!step.below || amount < *step.below) return step.fee;
  }
  return on_delivery.fees.empty() ? 0 : on_delivery.fees.back().fee;
}

Result<Delivery> read_delivery(const json::object& body, const std::string& currency) {
  Fields in(body);
  Delivery delivery;
  Fields regions(in.object("regions"), "/regions");
  for (std::size_t i = 0; i < kRegions.size(); ++i) delivery.fees[i] = amount(regions, kRegions[i], currency);
  if (const auto problem = in.problem(); problem && problem->field == "/regions")
    return std::unexpected(*problem);
  if (const auto problem = regions.problem()) return std::unexpected(*problem);
  delivery.free_from = optional_amount(in, body, "free_from", currency);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return delivery;
}

Result<Payments> read_payments(const json::object& body, const std::string& currency) {
  Fields in(body);
  Payments payments;
  const auto& first = in.object("on_delivery");
  const auto& second = in.object("bank_transfer");
  if (const auto problem = in.problem()) return std::unexpected(*problem);

  Fields on_delivery(first, "/on_delivery");
  payments.on_delivery = {.enabled = on_delivery.optional_flag("enabled").value_or(true),
                          .fees = read_fees(on_delivery, currency),
                          .free_from = optional_amount(on_delivery, first, "free_from", currency)};
  if (const auto problem = on_delivery.problem()) return std::unexpected(*problem);

  Fields transfer(second, "/bank_transfer");
  payments.bank_transfer = {
      .enabled = transfer.optional_flag("enabled").value_or(false),
      .account = transfer.optional_text("account", {.most = 500, .lines = Lines::kMany}).value_or(""),
      .days = transfer.optional_whole("days", {1, 60}).value_or(7),
      .cancel_after_days = transfer.optional_whole("cancel_after_days", {0, 60})};
  if (payments.bank_transfer.enabled && payments.bank_transfer.account.empty()) {
    transfer.wrong("account", "Write the account to which buyers are to transfer.");
  }
  if (const auto problem = transfer.problem()) return std::unexpected(*problem);
  if (!payments.on_delivery.enabled && !payments.bank_transfer.enabled) {
    return invalid("/on_delivery/enabled", "A shop needs at least one way of payment.");
  }
  return payments;
}

json::object to_json(const Delivery& delivery, const std::string& currency) {
  json::object regions;
  for (std::size_t i = 0; i < kRegions.size(); ++i) {
    regions[kRegions[i]] = nigiwai::to_json(Money{delivery.fees[i], currency});
  }
  return {{"regions", std::move(regions)}, {"free_from", money_or_null(delivery.free_from, currency)}};
}

json::object to_json(const Payments& payments, const std::string& currency) {
  json::array fees;
  for (const auto& step : payments.on_delivery.fees) {
    fees.push_back({{"below", money_or_null(step.below, currency)},
                    {"fee", nigiwai::to_json(Money{step.fee, currency})}});
  }
  return {{"on_delivery",
           {{"enabled", payments.on_delivery.enabled},
            {"fees", std::move(fees)},
            {"free_from", money_or_null(payments.on_delivery.free_from, currency)}}},
          {"bank_transfer",
           {{"enabled", payments.bank_transfer.enabled},
            {"account", payments.bank_transfer.account},
            {"days", payments.bank_transfer.days},
            {"cancel_after_days", payments.bank_transfer.cancel_after_days
                                      ? json::value(*payments.bank_transfer.cancel_after_days)
                                      : json::value()}}}};
}

json::object kept_setting(store::Database& db, std::string_view name) {
  auto rows = db.query("SELECT value FROM checkout_setting WHERE name = ?", name);
  return rows.next() ? json::parse(rows.text(0)).as_object() : json::object();
}

void keep_setting(store::Transaction& transaction, std::string_view name, const json::object& value) {
  transaction.db().run(
      "INSERT INTO checkout_setting (name, value, changed_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE "
      "SET "
      "value = excluded.value, changed_at = excluded.changed_at",
      name, json::serialize(value), to_ms(transaction.now()));
}

Checkout checkout(store::Database& db) {
  Checkout now;
  const auto currency = settings(db).currency;
  if (const auto kept = kept_setting(db, "delivery"); !kept.empty()) {
    // Kept in another currency, before the shop chose the one it has now: as good as not set.
    if (auto delivery = read_delivery(kept, currency)) now.delivery = *std::move(delivery);
  }
  if (const auto kept = kept_setting(db, "payment"); !kept.empty()) {
    if (auto payments = read_payments(kept, currency)) {
      now.on_delivery = std::move(payments->on_delivery);
      now.bank_transfer = std::move(payments->bank_transfer);
    }
  }
  return now;
}

void keep(store::Transaction& transaction, const Delivery& delivery) {
  keep_setting(transaction, "delivery", to_json(delivery, settings(transaction.db()).currency));
}

void keep(store::Transaction& transaction, const Payments& payments) {
  keep_setting(transaction, "payment", to_json(payments, settings(transaction.db()).currency));
}

}  // namespace nigiwai::shop
