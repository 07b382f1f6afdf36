// Finding orders, for staff: the list and its CSV have the same filters.
#pragma once

#include <optional>
#include <variant>

#include "http/router.h"
#include "shop/embedding/external_order.h"
#include "shop/orders/order.h"
#include "store/database.h"

namespace nigiwai::shop {

struct OrderFilter {
  // Every word of it in number, name, mail, phone, title or SKU (the other shop's id), whatever its width,
  // case and kana; empty for all.
  std::string q{};
  std::string show{};                    // with a line from this show
  std::string product{};                 // with a line of this product
  std::vector<State> states{};           // any of these; empty for all
  std::optional<WallTime> from{};        // placed at this time or later
  std::optional<WallTime> until{};       // placed before this time
  std::optional<WallTime> due_before{};  // of ours, not paid though it was due before this time
};

// Reads ?q= &show= &product= &state=placed,paid &from= &until= &due_before=, times as RFC 3339.
Result<OrderFilter> order_filter(const http::Request& request);

// One of ours, or one that another shop took.
using ListedOrder = std::variant<Order, ExternalOrder>;

struct OrderPage {
  std::vector<ListedOrder> items;
  std::optional<std::string> next;
};
// Newest first, both kinds together by time.
Result<OrderPage> orders(store::Database& db, const OrderFilter& filter, const http::PageAsked& page);

// Where a list stands, by the numbers of both kinds.
struct ListPlace {
  std::int64_t own = 0;
  std::int64_t external = 0;
};
// The next orders past `place` (nothing of it for the first), oldest first, at most `most`; `place` moves on.
std::vector<ListedOrder> orders_past(store::Database& db, const OrderFilter& filter, ListPlace& place,
                                     std::int64_t most);

// For the staff's list: `external` is null for ours, or {id, taken_by}.
json::object listed_json(const ListedOrder& order);

// CSV in UTF-8 with BOM and CRLF, as Excel wants it: its first line, and a line for each line of an order.
std::string csv_head();
std::string csv_of(const Order& order);
std::string csv_of(const ExternalOrder& order);
std::string csv_of(const ListedOrder& order);

}  // namespace nigiwai::shop
