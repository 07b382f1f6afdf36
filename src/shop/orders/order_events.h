// Telling the journal of an order.
#pragma once

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
// The same among many.
void append_events(store::Transaction& transaction, timeline::Journal::Run& run, const Order& order,
                   const OrderFact& fact, const http::Caller& by);

}  // namespace nigiwai::shop
