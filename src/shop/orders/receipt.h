// The receipt of an order as Japan's invoice system wants it (適格請求書): who issued it with the
// registration number, the date, the lines with a mark for the reduced rate, and the totals by rate with
// their tax.
#pragma once

#include "shop/orders/order.h"
#include "store/writer.h"

namespace nigiwai::shop {

struct Issuer {
  std::string name{};
  std::string registration_number{};  // T and 13 digits; empty for a shop that is not registered
  std::string address{};
  std::string phone{};
};

// Whether `text` is T and 13 digits of which the first is right: 9 − (Σ digit × weight mod 9) of the other
// twelve, weighed 1 and 2 in turns from the right (the National Tax Agency's rule for corporate numbers).
bool is_registration_number(std::string_view text);

// Reads the body of PUT /api/checkout/issuer.
Result<Issuer> read_issuer(const json::object& body);
json::object to_json(const Issuer& issuer);
Issuer issuer(store::Database& db);
void keep(store::Transaction& transaction, const Issuer& issuer);

// As docs/api.md shows it. Refuses an order that was cancelled before anything was paid: wrong-state.
Result<json::object> receipt(const Order& order, const Issuer& issuer);

}  // namespace nigiwai::shop
