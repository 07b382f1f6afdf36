// Telling the journal of an order.
#pragma once

#include <span>
#include <vector>

#include "shop/orders/order.h"
#include "timeline/journal.h"

namespace nigiwai::shop {

struct OrderFact {
  std::string kind;     // "order.placed"
  json::object more{};  // members beside those that every such event has
  std::string text{};   // the reason, which stands beside the event
};

// Writes one event into the timeline of each show that a line of the order came from, at that line's moment,
// with the amounts of its own lines: {order, number, total, pieces, products}; `order` is the same in all of
// them. What came from no show stands in the shop's own timeline. For staff.
void append_events(store::Transaction& transaction, timeline::Journal& journal, const Order& order,
                   const OrderFact& fact, const http::Caller& by);

// The same among many: what an erasure would have to find is added to `found`, for note_events().
struct EventOfOrder {
  std::int64_t number = 0;  // the order's
  std::int64_t position = 0;
};
void append_events(timeline::Journal::Run& run, const Order& order, const OrderFact& fact,
                   const http::Caller& by, std::vector<EventOfOrder>& found);
void note_events(store::Database& db, std::span<const EventOfOrder> found);

}  // namespace nigiwai::shop
