#include "shop/products/stock.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/time.h"
#include "shop/holds/hold_store.h"
#include "shop/orders/order.h"
#include "shop/products/product.h"

namespace nigiwai::shop {

Result<StockNow> change_stock(store::Transaction& transaction, const StockChange& change,
                              const http::Caller& by) {
  auto& db = transaction.db();
  StockNow now;
  {
    auto rows = db.query("SELECT product, left FROM sku WHERE sku = ?", change.sku);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such SKU.", "sku");
    now.product = rows.text(0);
    now.left = rows.integer(1);
  }
  if (now.left + change.delta < 0 || now.left + change.delta > kMostStock) {
    Problem problem{Kind::kConflict, "conflict",
                    change.delta < 0 ? fmt::format("Only {} are left, so {} cannot be taken away.", now.left,
                                                   -change.delta)
                                     : fmt::format("More than {} of one SKU are not kept.", kMostStock),
                    "/delta"};
    problem.extra = {{"sku", change.sku}, {"left", now.left}};
    return std::unexpected(std::move(problem));
  }
  now.left += change.delta;
  db.run("UPDATE sku SET left = ? WHERE sku = ?", now.left, change.sku);
  db.run("INSERT INTO stock_change (sku, delta, left, reason, by_id, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
         change.sku, change.delta, now.left, change.reason, by.id, to_ms(transaction.now()));
  return now;
}

std::int64_t left_of(store::Database& db, const std::string& sku) {
  auto rows = db.query("SELECT left FROM sku WHERE sku = ?", sku);
  return rows.next() ? rows.integer(0) : 0;
}

void announce_stock(store::Transaction& transaction, timeline::Journal& journal, Shelves& shelves,
                    const std::map<std::string, StockNow>& by_sku) {
  auto& db = transaction.db();
  std::vector<std::pair<std::string, json::object>> told;  // by product
  for (const auto& [sku, now] : by_sku) {
    const auto left = serve_line(transaction, journal, sku, now.left);
    json::object data{{"product", now.product}, {"sku", sku}, {"left", left}};
    if (now.sold > 0) data["sold"] = now.sold;
    // Free pieces say nothing of those that are kept for somebody.
    if (left == 0) {
      if (const auto held = held_by_all(db, sku); held > 0) data["held"] = held;
    }
    told.emplace_back(now.product, std::move(data));
  }
  timeline::Journal::Run run(journal, transaction);
  std::map<std::string, Milliseconds> clocks;  // of the shows
  const auto tell = [&](const std::string& show, const json::object& data) {
    const auto [clock, unknown] = clocks.try_emplace(show);
    if (unknown) {
      if (const auto times = timeline::times_of(db, show))
        clock->second = timeline::show_clock(*times, transaction.now());
    }
    run.append(show, {.kind = "stock.changed", .data = data}, http::Caller{}, clock->second);
  };
  for (const auto& [product, data] : told) {
    tell("", data);
    for (const auto& show : shelves.live_shows_with(db, product)) tell(show, data);
  }
  run.finish();
}

json::object to_json(const StockEntry& entry) {
  const auto or_null = [](const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
  };
  return {{"at", to_rfc3339(entry.at)},
          {"delta", entry.delta},
          {"left", entry.left ? json::value(*entry.left) : json::value()},
          {"reason", or_null(entry.reason)},
          {"by", or_null(entry.by)},
          {"order", or_null(entry.order)}};
}

Result<StockHistory> stock_history(store::Database& db, const std::string& sku, const http::PageAsked& page) {
  // A cursor is where the page before ended: its time, whether staff or an order, and which.
  long long before_at = std::int64_t{1} << 62;
  long long before_what = 2;
  long long before_id = 0;
  if (!page.cursor.empty() &&
      std::sscanf(page.cursor.c_str(), "%lld.%lld.%lld", &before_at, &before_what, &before_id) != 3) {
    return invalid("cursor", "This is not a cursor that a list gave.");
  }
  {
    auto rows = db.query("SELECT 1 FROM sku WHERE sku = ?", sku);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such SKU.", "sku");
  }
  StockHistory history;
  auto rows = db.query(
      "SELECT at, what, id, delta, left, reason, by FROM ("
      "SELECT c.changed_at AS at, 1 AS what, c.id AS id, c.delta AS delta, c.left AS left, c.reason AS "
      "reason, "
      "coalesce((SELECT name FROM staff WHERE staff.id = c.by_id), c.by_id) AS by FROM stock_change c WHERE "
      "c.sku = ?1 "
      "UNION ALL "
      "SELECT o.placed_at, 0, o.number, -sum(l.quantity), NULL, '', '' FROM order_line l JOIN placed_order o "
      "ON o.number = l.number WHERE l.product = (SELECT product FROM sku WHERE sku = ?1) AND l.sku = ?1 "
      "GROUP BY o.number) "
      "WHERE (at, what, id) < (?2, ?3, ?4) ORDER BY at DESC, what DESC, id DESC LIMIT ?5",
      sku, std::int64_t{before_at}, std::int64_t{before_what}, std::int64_t{before_id}, page.limit + 1);
  std::string last;
  while (rows.next()) {
    if (static_cast<std::int64_t>(history.items.size()) == page.limit) {
      history.next = last;
      break;
    }
    last = fmt::format("{}.{}.{}", rows.integer(0), rows.integer(1), rows.integer(2));
    history.items.push_back({.at = from_ms(rows.integer(0)),
                             .delta = rows.integer(3),
                             .left = rows.optional_integer(4),
                             .reason = rows.text(5),
                             .by = rows.text(6),
                             .order = rows.integer(1) == 0 ? number_text(rows.integer(2)) : ""});
  }
  return history;
}

}  // namespace nigiwai::shop
