// Orders as rows.
#pragma once

#include <span>
#include <string>

#include "base/random.h"
#include "http/caller.h"
#include "shop/orders/order.h"
#include "store/writer.h"

namespace nigiwai::shop {

// Of the order that was placed last; 0 for none.
std::int64_t last_order_number(store::Database& db);
// Writes orders that have the numbers after that one, and their lines.
struct NewOrder {
  const Order& order;
  std::string key_hash;
};
void insert_orders(store::Database& db, std::span<const NewOrder> orders);

// How the secret of an order's private link is kept.
std::string secret_hash(const std::string& secret);
// 26 characters of 5 bits: nobody guesses the link to somebody's address.
inline constexpr std::size_t kSecretLength = 26;
// Another secret for the same order, for a link in a mail; answers it.
std::string add_key(store::Database& db, Random& random, std::int64_t number);

// The columns of placed_order in the order that order_from() reads them, without WHERE.
extern const std::string_view kOrderColumns;
Order order_from(const store::Rows& row);
// Adds what stands in other tables: lines, steps, and how to pay.
void load_rest(store::Database& db, const Checkout& checkout, Order& order);

// Nothing when there is none. How to pay is the caller's to add (told_of).
std::optional<Order> order_with_number(store::Database& db, std::int64_t number);

// Writes where the order stands after an act, and the step itself.
void store_step(store::Transaction& transaction, const Order& order, const OrderStep& step,
                const http::Caller& by);

}  // namespace nigiwai::shop
