// What the Idempotency-Key of an order answers again.
//
// An order of somebody known is found among their own, so its key needs no index, in which every order would
// change a page of its own. Orders of nobody known stand with the answers of all other routes
// (http/idempotency.h).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "http/answered_keys.h"
#include "http/idempotency.h"
#include "shop/orders/order.h"

namespace nigiwai::shop {

// What idempotency keys of placing orders stand under.
inline constexpr std::string_view kPlaceOrder = "POST /api/orders";

struct PlacedBefore {
  std::string id{};
  std::string secret{};
};

// Nothing for a key that is new; idempotency-key-reused when it came with another body.
Result<std::optional<PlacedBefore>> placed_before(store::Transaction& transaction,
                                                  const http::IdempotencyKey& key);
// Whether an order was placed with this key, whatever the body. Any connection.
bool was_placed(store::Database& db, const http::IdempotencyKey& key);

struct AnsweredOrder {
  const http::IdempotencyKey& key;
  const Order& order;
  const std::string& secret;
};
// In the transaction that placed them.
void keep_answers(store::Transaction& transaction, std::span<const AnsweredOrder> answered);
// All that placed_before() knows.
void load_order_keys(store::Database& db, http::AnsweredKeys& keys);
// Forgets what is older than http::kIdempotencyKept.
void forget_old_order_answers(store::Transaction& transaction);

}  // namespace nigiwai::shop
