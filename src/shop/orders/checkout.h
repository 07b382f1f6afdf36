// What the owner sets for the checkout: what delivery costs, which ways of payment there are, and their fees.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "shop/postal/regions.h"
#include "store/writer.h"

namespace nigiwai::shop {

// All amounts are minor units of the shop's currency, tax of 10 % included.

struct Delivery {
  std::array<std::int64_t, kRegions.size()> fees{};  // by region
  std::optional<std::int64_t> free_from{};           // goods of this much or more go free
};

// One row of a fee table: for amounts below `below`, or for all the rest without it.
struct FeeStep {
  std::optional<std::int64_t> below{};
  std::int64_t fee = 0;
};
inline constexpr std::size_t kMostFeeSteps = 10;  // carriers have four or five

struct OnDelivery {
  bool enabled = true;
  std::vector<FeeStep> fees{};  // ascending; empty: no fee
  std::optional<std::int64_t> free_from{};
};

struct BankTransfer {
  bool enabled = false;
  std::string account{};  // what the buyer is told: bank, branch, number, holder
  std::int64_t days = 7;  // until which it is to be paid
  // An order that is not paid so many days after that is cancelled (unpaid.h); nothing: it waits for ever.
  std::optional<std::int64_t> cancel_after_days{};
};

struct Checkout {
  Delivery delivery{};
  OnDelivery on_delivery{};
  BankTransfer bank_transfer{};
};

// What delivery to a prefecture costs. An address that names none pays the dearest region.
std::int64_t shipping_of(const Delivery& delivery, std::int64_t goods, std::string_view prefecture);
std::int64_t fee_of(const OnDelivery& on_delivery, std::int64_t amount);

// Read the bodies of PUT /api/checkout/delivery and …/payment.
Result<Delivery> read_delivery(const json::object& body, const std::string& currency);
struct Payments {
  OnDelivery on_delivery{};
  BankTransfer bank_transfer{};
};
Result<Payments> read_payments(const json::object& body, const std::string& currency);
json::object to_json(const Delivery& delivery, const std::string& currency);
json::object to_json(const Payments& payments, const std::string& currency);

Checkout checkout(store::Database& db);
void keep(store::Transaction& transaction, const Delivery& delivery);
void keep(store::Transaction& transaction, const Payments& payments);

// A setting as it was kept; an empty object when it never was.
json::object kept_setting(store::Database& db, std::string_view name);
void keep_setting(store::Transaction& transaction, std::string_view name, const json::object& value);

}  // namespace nigiwai::shop
