// Finding orders, for staff: the list and its CSV have the same filters.
#pragma once

#include <cstdio>
#include <functional>

#include "http/router.h"
#include "shop/order.h"
#include "store/database.h"

namespace nigiwai::shop {

struct OrderFilter {
  std::string q{};                  // in number, name, mail, phone, title or SKU; empty for all
  std::string show{};               // with a line from this show
  std::string product{};            // with a line of this product
  std::vector<State> states{};      // any of these; empty for all
  std::optional<WallTime> from{};   // placed at this time or later
  std::optional<WallTime> until{};  // placed before this time
};

// Reads ?q= &show= &product= &state=placed,paid &from= &until=, times as RFC 3339.
Result<OrderFilter> order_filter(const http::Request& request);

struct OrderPage {
  std::vector<Order> items;
  std::optional<std::string> next;
};
// Newest first.
Result<OrderPage> orders(store::Database& db, const OrderFilter& filter, const http::PageAsked& page);

// The next orders past `after` (0 for the first), oldest first, at most `most`.
std::vector<Order> orders_past(store::Database& db, const OrderFilter& filter, std::int64_t after,
                               std::int64_t most);

// CSV in UTF-8 with BOM and CRLF, as Excel wants it: its first line, and a line for each line of an order.
std::string csv_head();
std::string csv_of(const Order& order);

}  // namespace nigiwai::shop
