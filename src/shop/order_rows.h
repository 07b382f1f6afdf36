// Orders as rows.
#pragma once

#include <string>

#include "shop/order.h"
#include "store/database.h"

namespace nigiwai::shop {

// Writes an order and its lines; answers its number.
std::int64_t insert_order(store::Database& db, const Order& order, const std::string& key_hash);

// How the secret of an order's private link is kept.
std::string secret_hash(const std::string& secret);

}  // namespace nigiwai::shop
