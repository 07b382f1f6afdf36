// What orders are found by, kept behind them: placing an order only notes that it is to be indexed, so that
// the search costs the writer's busiest transaction next to nothing. A search looks at what is not indexed
// yet itself.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "shop/embedding/external_order.h"
#include "shop/orders/order.h"
#include "store/writer.h"

namespace nigiwai::shop {

// Inside the transaction that writes or changes the order.
void queue_orders(store::Database& db, std::span<const std::int64_t> numbers);
void queue_external_order(store::Database& db, std::int64_t number);

// Indexes some that wait; answers whether more do. Some milliseconds of the writer's time.
bool index_some_orders(store::Transaction& transaction);

// Takes what was indexed of orders whose buyer is erased, and has them indexed again without it.
// `numbers` is a subquery with one parameter, `viewer`.
void forget_indexed(store::Database& db, std::string_view numbers, const std::string& viewer);
// Writes the index anew without what was taken from it. A second for each 100,000 orders or so: before a
// compaction.
void merge_order_index(store::Database& db);

// What somebody asks for, in the forms that the index and the tables know.
struct OrderQuestion {
  std::vector<std::string> words{};  // search_words
  std::string match{};               // of order_search; empty when nothing can match
  bool phones = false;               // long enough to mean somebody's number
  std::int64_t number = -1;          // "N-000123", "n123", "123"
  std::int64_t external = -1;        // "E-000012", "e12", "12"
};
OrderQuestion order_question(std::string_view q);

// Whether an order that is not indexed yet is an answer: as the index will find it.
bool answers(const Order& order, const OrderQuestion& question);
bool answers(const ExternalOrder& order, const OrderQuestion& question);

}  // namespace nigiwai::shop
