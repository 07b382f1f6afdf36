#include "shop/orders/order_answers.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "store/many_rows.h"

namespace nigiwai::shop {
namespace {

constexpr const char* kOfViewer =
    "FROM placed_order o JOIN order_answer a ON a.number = o.number WHERE o.viewer = ? AND a.key = ?";

}  // namespace

Result<std::optional<PlacedBefore>> placed_before(store::Transaction& transaction,
                                                  const http::IdempotencyKey& key) {
  using Found = std::optional<PlacedBefore>;
  if (key.key.empty()) return Found();
  {
    auto rows = transaction.db().query(std::string("SELECT o.id, a.secret, a.body_hash ") + kOfViewer,
                                       key.caller, key.key);
    if (rows.next()) {
      if (rows.text(2) != key.body) return std::unexpected(http::key_reused());
      return Found({.id = rows.text(0), .secret = rows.text(1)});
    }
  }
  const auto stored = http::stored_answer(transaction, key);
  if (!stored) return std::unexpected(stored.error());
  if (!*stored) return Found();
  const auto answer = json::parse(**stored).as_object();
  return Found({.id = std::string(answer.at("order").as_string()),
                .secret = std::string(answer.at("secret").as_string())});
}

bool was_placed(store::Database& db, const http::IdempotencyKey& key) {
  {
    auto rows = db.query(std::string("SELECT 1 ") + kOfViewer, key.caller, key.key);
    if (rows.next()) return true;
  }
  return http::has_answer(db, key);
}

void keep_answers(store::Transaction& transaction, std::span<const AnsweredOrder> answered) {
  static const store::InsertRows kAnswers("INSERT INTO order_answer (number, key, body_hash, secret) VALUES",
                                          4);
  store::ManyRows<std::int64_t, std::string_view, std::string_view, std::string_view> rows(transaction.db(),
                                                                                           kAnswers);
  for (const auto& [key, order, secret] : answered) {
    if (key.key.empty()) continue;
    if (order.viewer == key.caller) {
      rows.add(order.number, key.key, key.body, secret);
    } else {
      http::store_answer(transaction, key,
                         json::serialize(json::object{{"order", order.id}, {"secret", secret}}));
    }
  }
  rows.finish();
}

void load_order_keys(store::Database& db, http::AnsweredKeys& keys) {
  const std::string route(kPlaceOrder);
  keys.load(db, route);
  auto rows =
      db.query("SELECT o.viewer, a.key FROM order_answer a JOIN placed_order o ON o.number = a.number");
  while (rows.next()) keys.add({.caller = rows.text(0), .route = route, .key = rows.text(1), .body = ""});
}

void forget_old_order_answers(store::Transaction& transaction) {
  // Numbers grow with the time.
  transaction.db().run(
      "DELETE FROM order_answer WHERE number < coalesce((SELECT number FROM placed_order WHERE placed_at >= "
      "? "
      "ORDER BY placed_at LIMIT 1), (SELECT max(number) + 1 FROM placed_order))",
      to_ms(transaction.now() - http::kIdempotencyKept));
}

}  // namespace nigiwai::shop
