#include "shop/holds/hold_store.h"

#include <algorithm>
#include <map>

#include "base/time.h"
#include "people/members.h"
#include "shop/products/stock.h"

namespace nigiwai::shop {
namespace {

using What = Happening::What;

const char* kind_of(What what) {
  switch (what) {
    case What::kMade:
      return "hold.made";
    case What::kReleased:
      return "hold.released";
    case What::kExpired:
      return "hold.expired";
    case What::kGranted:
      return "hold.granted";
    case What::kJoined:
      return "waitlist.joined";
    case What::kLeft:
      return "waitlist.left";
  }
  return "";
}

bool is_of_line(What what) { return what == What::kJoined || what == What::kLeft; }

void keep_rows(store::Database& db, const std::string& sku, const Happening& each) {
  const auto& hold = each.hold;
  const auto& waiting = each.waiting;
  switch (each.what) {
    case What::kMade:
    case What::kGranted:
      db.run(
          "INSERT INTO hold (id, sku, viewer, quantity, until, show, at, told) VALUES (?, ?, ?, ?, ?, ?, ?, "
          "?)",
          hold.id, sku, hold.viewer, hold.quantity, to_ms(hold.until), hold.from.show, hold.from.at.count(),
          each.what == What::kMade);
      if (each.what == What::kGranted) db.run("DELETE FROM waiting WHERE id = ?", hold.id);
      break;
    case What::kReleased:
    case What::kExpired:
      db.run("DELETE FROM hold WHERE id = ?", hold.id);
      break;
    case What::kJoined:
      db.run(
          "INSERT INTO waiting (id, sku, viewer, quantity, gathered, hold_seconds, show, at) "
          "VALUES (?, ?, ?, ?, 0, ?, ?, ?)",
          waiting.id, sku, waiting.viewer, waiting.quantity, std::int64_t{waiting.keep.count()},
          waiting.from.show, waiting.from.at.count());
      break;
    case What::kLeft:
      db.run("DELETE FROM waiting WHERE id = ?", waiting.id);
      break;
  }
}

json::object data_of(const HoldLedger& ledger, const Happening& each) {
  const bool line = is_of_line(each.what);
  json::object data{{"hold", line ? each.waiting.id : each.hold.id},
                    {"product", ledger.product},
                    {"sku", ledger.sku},
                    {"quantity", line ? each.waiting.quantity : each.hold.quantity}};
  if (each.what == What::kMade || each.what == What::kGranted) data["until"] = to_rfc3339(each.hold.until);
  if (each.what == What::kJoined) data["place"] = each.place;
  return data;
}

}  // namespace

std::optional<HoldLedger> load_ledger(store::Database& db, const std::string& sku) {
  HoldLedger ledger{.sku = sku};
  {
    auto rows = db.query("SELECT product, left FROM sku WHERE sku = ?", sku);
    if (!rows.next()) return std::nullopt;
    ledger.product = rows.text(0);
    ledger.book.left = rows.integer(1);
  }
  {
    auto rows = db.query(
        "SELECT h.id, coalesce(m.member, h.viewer), h.viewer, h.quantity, h.until, h.show, h.at FROM hold h "
        "LEFT JOIN member_viewer m ON m.viewer = h.viewer WHERE h.sku = ?",
        sku);
    while (rows.next()) {
      ledger.book.held.push_back({.id = rows.text(0),
                                  .person = rows.text(1),
                                  .viewer = rows.text(2),
                                  .quantity = rows.integer(3),
                                  .until = from_ms(rows.integer(4)),
                                  .from = {rows.text(5), Milliseconds(rows.integer(6))}});
    }
  }
  auto rows = db.query(
      "SELECT w.id, coalesce(m.member, w.viewer), w.viewer, w.quantity, w.gathered, w.hold_seconds, w.show, "
      "w.at FROM waiting w LEFT JOIN member_viewer m ON m.viewer = w.viewer WHERE w.sku = ? "
      "ORDER BY w.position",
      sku);
  while (rows.next()) {
    ledger.book.line.push_back({.id = rows.text(0),
                                .person = rows.text(1),
                                .viewer = rows.text(2),
                                .quantity = rows.integer(3),
                                .gathered = rows.integer(4),
                                .keep = std::chrono::seconds(rows.integer(5)),
                                .from = {rows.text(6), Milliseconds(rows.integer(7))}});
  }
  return ledger;
}

void keep_ledger(store::Transaction& transaction, timeline::Journal& journal, const HoldLedger& ledger,
                 const Happenings& happened, const http::Caller& by, const std::string& reason) {
  auto& db = transaction.db();
  for (const auto& each : happened) {
    keep_rows(db, ledger.sku, each);
    const auto& from = is_of_line(each.what) ? each.waiting.from : each.hold.from;
    timeline::NewEvent event{.kind = kind_of(each.what),
                             .data = data_of(ledger, each),
                             .audience = timeline::Audience::kPerson,
                             .person = is_of_line(each.what) ? each.waiting.viewer : each.hold.viewer,
                             .text = reason};
    // What a person asked for stands at their moment; what time or the line brings, at the show's clock.
    const bool asked = each.what == What::kMade || each.what == What::kJoined;
    if (each.what == What::kExpired || each.what == What::kGranted) {
      journal.append(transaction, from.show, std::move(event));
    } else {
      auto at = from.at;
      if (const auto times = timeline::times_of(db, from.show); !asked && times) {
        at = timeline::show_clock(*times, transaction.now());
      }
      journal.append(transaction, from.show, std::move(event), by, at);
    }
  }
  db.run("UPDATE sku SET left = ?1 WHERE sku = ?2 AND left <> ?1", ledger.book.left, ledger.sku);
  if (!ledger.book.line.empty()) {
    const auto& first = ledger.book.line.front();
    db.run("UPDATE waiting SET gathered = ?1 WHERE id = ?2 AND gathered <> ?1", first.gathered, first.id);
  }
}

void end_due_holds(store::Transaction& transaction, timeline::Journal& journal, Shelves& shelves) {
  auto& db = transaction.db();
  std::vector<std::string> due;
  {
    auto rows = db.query("SELECT DISTINCT sku FROM hold WHERE until <= ?", to_ms(transaction.now()));
    while (rows.next()) due.push_back(rows.text(0));
  }
  std::map<std::string, StockNow> changed;
  for (const auto& sku : due) {
    auto ledger = load_ledger(db, sku);
    const auto before = ledger->book.left;
    Happenings happened;
    settle(ledger->book, transaction.now(), happened);
    keep_ledger(transaction, journal, *ledger, happened, {});
    if (ledger->book.left != before)
      changed[sku] = {.product = ledger->product, .left = ledger->book.left, .sold = 0};
  }
  announce_stock(transaction, journal, shelves, changed);
}

std::int64_t serve_line(store::Transaction& transaction, timeline::Journal& journal, const std::string& sku,
                        std::int64_t left) {
  auto& db = transaction.db();
  {
    auto rows = db.query("SELECT 1 FROM waiting WHERE sku = ? LIMIT 1", sku);
    if (!rows.next()) return left;
  }
  auto ledger = load_ledger(db, sku);
  Happenings happened;
  settle(ledger->book, transaction.now(), happened);
  keep_ledger(transaction, journal, *ledger, happened, {});
  return ledger->book.left;
}

std::int64_t held_by_all(store::Database& db, const std::string& sku) {
  auto rows = db.query("SELECT coalesce(sum(quantity), 0) FROM hold WHERE sku = ?", sku);
  rows.next();
  return rows.integer(0);
}

std::int64_t held_of_sku(store::Database& db, const std::string& viewer, const std::string& sku) {
  auto rows =
      db.query(std::string("SELECT coalesce(sum(quantity), 0) FROM hold WHERE sku = ?2 AND viewer IN ") +
                   people::kViewersOfPerson,
               viewer, sku);
  return rows.next() ? rows.integer(0) : 0;
}

std::int64_t held_of_product(store::Database& db, const std::string& viewer, const std::string& product) {
  auto rows =
      db.query(std::string("SELECT coalesce(sum(h.quantity), 0) FROM hold h JOIN sku s ON s.sku = h.sku "
                           "WHERE s.product = ?2 AND h.viewer IN ") +
                   people::kViewersOfPerson,
               viewer, product);
  return rows.next() ? rows.integer(0) : 0;
}

void take_from_hold(store::Database& db, const std::string& viewer, const std::string& sku,
                    std::int64_t pieces) {
  std::vector<std::pair<std::string, std::int64_t>> holds;
  {
    auto rows = db.query(std::string("SELECT id, quantity FROM hold WHERE sku = ?2 AND viewer IN ") +
                             people::kViewersOfPerson + " ORDER BY until, id",
                         viewer, sku);
    while (rows.next()) holds.emplace_back(rows.text(0), rows.integer(1));
  }
  for (const auto& [id, kept] : holds) {
    if (pieces == 0) return;
    const auto taken = std::min(pieces, kept);
    pieces -= taken;
    if (taken == kept) {
      db.run("DELETE FROM hold WHERE id = ?", id);
    } else {
      db.run("UPDATE hold SET quantity = quantity - ? WHERE id = ?", taken, id);
    }
  }
}

}  // namespace nigiwai::shop
