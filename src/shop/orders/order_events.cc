#include "shop/orders/order_events.h"

#include <map>

#include "store/many_rows.h"

namespace nigiwai::shop {
namespace {

struct Share {
  Milliseconds at{0};
  std::int64_t total = 0;
  std::int64_t pieces = 0;
  std::map<std::string, std::int64_t> products{};  // what each comes to
};

std::map<std::string, Share> shares_of(const Order& order) {
  std::map<std::string, Share> shares;
  for (const auto& line : order.lines) {
    const auto [share, fresh] = shares.try_emplace(line.show);
    if (fresh) share->second.at = line.at.value_or(Milliseconds(0));
    share->second.total += line.total();
    share->second.pieces += line.quantity;
    share->second.products[line.product] += line.total();
  }
  return shares;
}

json::array names_of(const std::map<std::string, std::int64_t>& products) {
  json::array names;
  for (const auto& [product, amount] : products) names.emplace_back(product);
  return names;
}

}  // namespace

void append_events(store::Transaction& transaction, timeline::Journal& journal, const Order& order,
                   const OrderFact& fact, const http::Caller& by) {
  timeline::Journal::Run run(journal, transaction);
  std::vector<EventOfOrder> found;
  append_events(run, order, fact, by, found);
  run.finish();
  note_events(transaction.db(), found);
}

void append_events(timeline::Journal::Run& run, const Order& order, const OrderFact& fact,
                   const http::Caller& by, std::vector<EventOfOrder>& found) {
  for (const auto& [show, share] : shares_of(order)) {
    json::object data{{"order", order.id},
                      {"number", number_text(order.number)},
                      {"total", nigiwai::to_json(Money{share.total, order.currency})},
                      {"pieces", share.pieces},
                      {"products", names_of(share.products)}};
    if (share.products.size() > 1)
      data["amounts"] = json::object(share.products.begin(), share.products.end());
    for (const auto& member : fact.more) data[member.key()] = member.value();
    const auto event = run.append(show,
                                  {.kind = fact.kind,
                                   .data = std::move(data),
                                   .audience = timeline::Audience::kStaff,
                                   .text = fact.text},
                                  by, share.at);
    if (fact.text.empty() && by.name.empty()) continue;  // nothing that an erasure would have to find
    found.push_back({order.number, event->position});
  }
}

void note_events(store::Database& db, std::span<const EventOfOrder> found) {
  static const store::InsertRows kEvents("INSERT INTO order_event (number, position) VALUES", 2);
  store::ManyRows<std::int64_t, std::int64_t> rows(db, kEvents);
  for (const auto& [number, position] : found) rows.add(number, position);
  rows.finish();
}

}  // namespace nigiwai::shop
