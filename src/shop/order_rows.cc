#include "shop/order_rows.h"

#include <fmt/format.h>
#include <sodium.h>

#include <charconv>

#include "base/time.h"
#include "shop/csv.h"
#include "shop/orders.h"

namespace nigiwai::shop {
namespace {

constexpr const char* kColumns =
    "SELECT number, id, state, placed_at, viewer, show, at, currency, payment, name, email, phone, "
    "postal_code, address "
    "FROM placed_order ";

Order from_row(const store::Rows& row) {
  Order order{.number = row.integer(0),
              .id = row.text(1),
              .state = row.text(2),
              .placed_at = from_ms(row.integer(3)),
              .viewer = row.text(4),
              .show = row.text(5),
              .at = std::nullopt,
              .currency = row.text(7),
              .lines = {},
              .payment = row.text(8),
              .contact = {.name = row.text(9),
                          .email = row.text(10),
                          .phone = row.optional_text(11),
                          .postal_code = row.text(12),
                          .address = row.text(13)}};
  if (const auto at = row.optional_integer(6)) order.at = Milliseconds(*at);
  return order;
}

void load_lines(store::Database& db, Order& order) {
  auto rows = db.query(
      "SELECT l.sku, l.product, l.title, coalesce(p.picture, ''), l.quantity, l.unit_price, l.tax_rate FROM "
      "order_line l "
      "LEFT JOIN product p ON p.id = l.product WHERE l.number = ? ORDER BY l.place",
      order.number);
  while (rows.next()) {
    order.lines.push_back({.sku = rows.text(0),
                           .product = rows.text(1),
                           .title = rows.text(2),
                           .picture = rows.text(3),
                           .quantity = rows.integer(4),
                           .unit_price = rows.integer(5),
                           .tax_rate = static_cast<int>(rows.integer(6))});
  }
}

Result<Order> find(store::Database& db, const std::string& id) {
  std::optional<Order> found;
  {
    auto rows = db.query(std::string(kColumns) + "WHERE id = ?", id);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such order.");
    found = from_row(rows);
  }
  load_lines(db, *found);
  return *std::move(found);
}

}  // namespace

std::string secret_hash(const std::string& secret) {
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size(), nullptr, 0);
  char hex[33];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

std::int64_t insert_order(store::Database& db, const Order& order, const std::string& key_hash) {
  const auto or_null = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  db.run(
      "INSERT INTO placed_order (id, key_hash, state, placed_at, viewer, show, at, currency, total, payment, "
      "name, email, "
      "phone, postal_code, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      order.id, key_hash, order.state, to_ms(order.placed_at), or_null(order.viewer), or_null(order.show),
      order.at ? std::optional(order.at->count()) : std::nullopt, order.currency, total_of(order),
      order.payment, order.contact.name, order.contact.email, order.contact.phone, order.contact.postal_code,
      order.contact.address);
  const auto number = db.last_row_id();
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const auto& line = order.lines[i];
    db.run(
        "INSERT INTO order_line (number, place, sku, product, title, quantity, unit_price, tax_rate) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        number, i, line.sku, line.product, line.title, line.quantity, line.unit_price, line.tax_rate);
  }
  return number;
}

Result<Order> order(store::Database& db, const std::string& id) { return find(db, id); }

Result<Order> order_with_key(store::Database& db, const std::string& id, const std::string& secret) {
  {
    auto rows = db.query("SELECT key_hash FROM placed_order WHERE id = ?", id);
    const auto hash = secret_hash(secret);
    if (!rows.next() || sodium_memcmp(rows.text(0).data(), hash.data(), hash.size()) != 0) {
      return fail(Kind::kNotFound, "not-found", "There is no such order, or the link to it is not complete.");
    }
  }
  return find(db, id);
}

Result<OrderPage> orders(store::Database& db, const std::string& show, const http::PageAsked& page) {
  std::int64_t before = std::int64_t{1} << 62;
  const auto* end = page.cursor.data() + page.cursor.size();
  if (!page.cursor.empty() && std::from_chars(page.cursor.data(), end, before).ptr != end) {
    return invalid("cursor", "This is not a cursor that a list gave.");
  }
  OrderPage answer;
  {
    auto rows =
        db.query(std::string(kColumns) +
                     (show.empty() ? "WHERE number < ?2 AND ?1 = '' " : "WHERE show = ?1 AND number < ?2 ") +
                     "ORDER BY number DESC LIMIT ?3",
                 show, before, page.limit + 1);
    while (rows.next()) {
      if (static_cast<std::int64_t>(answer.items.size()) == page.limit) {
        answer.next = fmt::format("{}", answer.items.back().number);
        break;
      }
      answer.items.push_back(from_row(rows));
    }
  }
  for (auto& each : answer.items) load_lines(db, each);
  return answer;
}

std::string orders_csv(store::Database& db, const std::string& show) {
  std::string csv(kByteOrderMark);
  csv += csv_line({"number",   "placed_at",  "state",       "payment",  "sku",         "product",  "title",
                   "quantity", "unit_price", "line_total",  "tax_rate", "order_total", "currency", "name",
                   "email",    "phone",      "postal_code", "address",  "show",        "at_ms"});
  auto rows = db.query(
      "SELECT o.number, o.placed_at, o.state, o.payment, l.sku, l.product, l.title, l.quantity, "
      "l.unit_price, l.tax_rate, "
      "o.total, o.currency, o.name, o.email, o.phone, o.postal_code, o.address, o.show, o.at FROM "
      "placed_order o "
      "JOIN order_line l ON l.number = o.number WHERE ?1 = '' OR o.show = ?1 ORDER BY o.number, l.place",
      show);
  while (rows.next()) {
    const auto whole = [&](int column) { return fmt::format("{}", rows.integer(column)); };
    csv += csv_line({number_text(rows.integer(0)),
                     to_rfc3339(from_ms(rows.integer(1))),
                     rows.text(2),
                     rows.text(3),
                     safe_cell(rows.text(4)),
                     safe_cell(rows.text(5)),
                     safe_cell(rows.text(6)),
                     whole(7),
                     whole(8),
                     fmt::format("{}", rows.integer(7) * rows.integer(8)),
                     whole(9),
                     whole(10),
                     rows.text(11),
                     safe_cell(rows.text(12)),
                     safe_cell(rows.text(13)),
                     digits_cell(rows.text(14)),
                     safe_cell(rows.text(15)),
                     safe_cell(rows.text(16)),
                     rows.text(17),
                     rows.is_null(18) ? std::string() : whole(18)});
  }
  return csv;
}

}  // namespace nigiwai::shop
