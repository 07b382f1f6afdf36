#include "shop/orders/order_rows.h"

#include <fmt/format.h>
#include <sodium.h>

#include "base/check.h"
#include "base/time.h"
#include "shop/offers/offer_store.h"
#include "shop/orders/order_index.h"
#include "shop/orders/orders.h"
#include "store/many_rows.h"

namespace nigiwai::shop {
namespace {

std::optional<WallTime> optional_time(std::optional<std::int64_t> ms) {
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}
std::optional<std::int64_t> optional_ms(const std::optional<WallTime>& time) {
  return time ? std::optional(to_ms(*time)) : std::nullopt;
}
std::optional<std::int64_t> optional_count(const std::optional<Milliseconds>& at) {
  return at ? std::optional<std::int64_t>(at->count()) : std::nullopt;
}
std::optional<Milliseconds> optional_at(std::optional<std::int64_t> ms) {
  return ms ? std::optional(Milliseconds(*ms)) : std::nullopt;
}
std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void load_lines(store::Database& db, Order& order) {
  auto rows = db.query(
      "SELECT l.sku, l.product, l.title, coalesce(nullif(s.picture, ''), p.picture, ''), l.quantity, "
      "l.unit_price, l.tax_rate, l.show, l.at "
      "FROM order_line l LEFT JOIN product p ON p.id = l.product LEFT JOIN sku s ON s.sku = l.sku WHERE "
      "l.number = ? ORDER BY l.place",
      order.number);
  while (rows.next()) {
    order.lines.push_back({.sku = rows.text(0),
                           .product = rows.text(1),
                           .title = rows.text(2),
                           .picture = rows.text(3),
                           .quantity = rows.integer(4),
                           .unit_price = rows.integer(5),
                           .tax_rate = static_cast<int>(rows.integer(6)),
                           .show = rows.text(7),
                           .at = optional_at(rows.optional_integer(8))});
  }
  load_used_offers(db, order);
}

void load_steps(store::Database& db, Order& order) {
  auto rows = db.query(
      "SELECT s.act, s.at, s.by_role, s.by_name, s.reason, s.amount, s.id, l.sku, l.quantity FROM order_step "
      "s "
      "LEFT JOIN order_step_line l ON l.step = s.id WHERE s.number = ? ORDER BY s.id, l.sku",
      order.number);
  std::optional<std::int64_t> last;
  while (rows.next()) {
    StepLine line{.sku = rows.text(7), .quantity = rows.integer(8)};
    if (last == rows.integer(6)) {
      order.steps.back().pieces.push_back(std::move(line));
      continue;
    }
    last = rows.integer(6);
    const auto act = act_of(rows.text(0));
    CHECK(act.has_value(), "only acts of ours are written");
    order.steps.push_back({.act = *act,
                           .at = from_ms(rows.integer(1)),
                           .by_role = rows.text(2),
                           .by_name = rows.text(3),
                           .reason = rows.text(4),
                           .amount = rows.optional_integer(5)});
    if (!line.sku.empty()) order.steps.back().pieces.push_back(std::move(line));
  }
}

bool opens(store::Database& db, const std::string& id, const std::string& hash) {
  auto rows = db.query(
      "SELECT key_hash FROM placed_order WHERE id = ?1 UNION ALL SELECT k.key_hash FROM order_key k JOIN "
      "placed_order o "
      "ON o.number = k.number WHERE o.id = ?1",
      id);
  bool found = false;
  while (rows.next()) {
    const auto kept = rows.text(0);
    found |= kept.size() == hash.size() && sodium_memcmp(kept.data(), hash.data(), hash.size()) == 0;
  }
  return found;
}

}  // namespace

const std::string_view kOrderColumns =
    "SELECT o.number, o.id, o.state, o.placed_at, o.viewer, o.show, o.at, o.currency, o.payment, o.name, "
    "o.email, "
    "o.phone, o.postal_code, o.address, o.prefecture, o.city, o.line, o.building, o.language, o.shipping, "
    "o.fee, "
    "o.refunded, o.restocked, o.tracking, o.due_at, o.paid_at, o.shipped_at, o.cancels_at FROM placed_order "
    "o ";

Order order_from(const store::Rows& row) {
  return {.number = row.integer(0),
          .id = row.text(1),
          .state = row.text(2),
          .placed_at = from_ms(row.integer(3)),
          .viewer = row.text(4),
          .show = row.text(5),
          .at = optional_at(row.optional_integer(6)),
          .currency = row.text(7),
          .payment = row.text(8),
          .contact = {.name = row.text(9),
                      .email = row.text(10),
                      .phone = row.optional_text(11),
                      .postal_code = row.text(12),
                      .address = row.text(13),
                      .prefecture = row.optional_text(14),
                      .city = row.optional_text(15),
                      .line = row.optional_text(16),
                      .building = row.optional_text(17)},
          .language = language_of(row.text(18)),
          .shipping = row.integer(19),
          .fee = row.integer(20),
          .refunded = row.integer(21),
          .restocked = row.integer(22) != 0,
          .tracking = row.text(23),
          .due_at = optional_time(row.optional_integer(24)),
          .cancels_at = optional_time(row.optional_integer(27)),
          .paid_at = optional_time(row.optional_integer(25)),
          .shipped_at = optional_time(row.optional_integer(26))};
}

void load_rest(store::Database& db, const Checkout& checkout, Order& order) {
  load_lines(db, order);
  load_steps(db, order);
  order.told = told_of(order, checkout);
}

std::string secret_hash(const std::string& secret) {
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size(), nullptr, 0);
  char hex[33];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

std::string add_key(store::Database& db, Random& random, std::int64_t number) {
  auto secret = random.token(kSecretLength);
  db.run("INSERT INTO order_key (number, key_hash) VALUES (?, ?)", number, secret_hash(secret));
  return secret;
}

std::int64_t last_order_number(store::Database& db) {
  auto rows = db.query("SELECT max(number) FROM placed_order");
  rows.next();
  return rows.integer(0);
}

void insert_orders(store::Database& db, std::span<const NewOrder> orders) {
  using Number = std::int64_t;
  using Text = std::string_view;
  using MaybeNumber = std::optional<Number>;
  using MaybeText = std::optional<Text>;
  static const store::InsertRows kOrders(
      "INSERT OR FAIL INTO placed_order (number, id, key_hash, state, placed_at, viewer, show, at, currency, "
      "total, "
      "payment, name, email, phone, postal_code, address, prefecture, city, line, building, language, "
      "shipping, fee, due_at, share) VALUES",
      25);
  store::ManyRows<Number, Text, Text, Text, Number, MaybeText, MaybeText, MaybeNumber, Text, Number, Text,
                  Text, Text, MaybeText, Text, Text, MaybeText, MaybeText, MaybeText, MaybeText, Text, Number,
                  Number, MaybeNumber, Text>
      rows(db, kOrders);
  for (const auto& [order, key_hash] : orders) {
    const auto& contact = order.contact;
    rows.add(order.number, order.id, key_hash, order.state, to_ms(order.placed_at), or_null(order.viewer),
             or_null(order.show), optional_count(order.at), order.currency, total_of(order), order.payment,
             contact.name, contact.email, contact.phone, contact.postal_code, contact.address,
             contact.prefecture, contact.city, contact.line, contact.building, to_text(order.language),
             order.shipping, order.fee, optional_ms(order.due_at), order.share);
  }
  rows.finish();
  static const store::InsertRows kLines(
      "INSERT INTO order_line (number, place, sku, product, title, quantity, unit_price, tax_rate, show, at) "
      "VALUES",
      10);
  store::ManyRows<Number, Number, Text, Text, Text, Number, Number, Number, MaybeText, MaybeNumber> lines(
      db, kLines);
  for (const auto& [order, key_hash] : orders) {
    Number place = 0;
    for (const auto& line : order.lines) {
      lines.add(order.number, place++, line.sku, line.product, line.title, line.quantity, line.unit_price,
                line.tax_rate, or_null(line.show), optional_count(line.at));
    }
  }
  lines.finish();
  std::vector<Number> numbers;
  for (const auto& each : orders) numbers.push_back(each.order.number);
  queue_orders(db, numbers);
}

void store_step(store::Transaction& transaction, const Order& order, const OrderStep& step,
                const http::Caller& by) {
  auto& db = transaction.db();
  db.run(
      "UPDATE placed_order SET state = ?, refunded = ?, restocked = ?, tracking = ?, paid_at = ?, shipped_at "
      "= ? "
      "WHERE number = ?",
      order.state, order.refunded, order.restocked, order.tracking, optional_ms(order.paid_at),
      optional_ms(order.shipped_at), order.number);
  db.run(
      "INSERT INTO order_step (number, act, at, by_role, by_id, by_name, reason, amount) VALUES (?, ?, ?, ?, "
      "?, ?, ?, ?)",
      order.number, to_text(step.act), to_ms(step.at), step.by_role, by.id, step.by_name, step.reason,
      step.amount);
  const auto id = db.last_row_id();
  for (const auto& [sku, quantity] : step.pieces) {
    db.run("INSERT INTO order_step_line (step, sku, quantity) VALUES (?, ?, ?)", id, sku, quantity);
  }
}

Result<Order> order(store::Database& db, const std::string& id) {
  std::optional<Order> found;
  {
    auto rows = db.query(std::string(kOrderColumns) + "WHERE o.id = ?", id);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such order.");
    found = order_from(rows);
  }
  load_rest(db, checkout(db), *found);
  return *std::move(found);
}

std::optional<Order> order_with_number(store::Database& db, std::int64_t number) {
  std::optional<Order> found;
  {
    auto rows = db.query(std::string(kOrderColumns) + "WHERE o.number = ?", number);
    if (!rows.next()) return found;
    found = order_from(rows);
  }
  load_lines(db, *found);
  load_steps(db, *found);
  return found;
}

Result<Order> order_with_key(store::Database& db, const std::string& id, const std::string& secret) {
  if (!opens(db, id, secret_hash(secret))) {
    return fail(Kind::kNotFound, "not-found", "There is no such order, or the link to it is not complete.");
  }
  return order(db, id);
}

}  // namespace nigiwai::shop
