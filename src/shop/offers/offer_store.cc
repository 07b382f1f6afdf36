#include "shop/offers/offer_store.h"

#include "base/check.h"
#include "base/time.h"
#include "people/members.h"
#include "timeline/journal.h"

namespace nigiwai::shop {
namespace {

constexpr const char* kColumns =
    "SELECT id, show, title, benefit, value, code, code_shown, pieces, per_person, lasts_ms, archive_until, "
    "taken FROM offer ";

std::optional<Milliseconds> optional_ms(std::optional<std::int64_t> ms) {
  return ms ? std::optional(Milliseconds(*ms)) : std::nullopt;
}
std::optional<std::int64_t> optional_count(const std::optional<Milliseconds>& ms) {
  return ms ? std::optional<std::int64_t>(ms->count()) : std::nullopt;
}

Offer offer_from(const store::Rows& row) {
  const auto benefit = benefit_of(row.text(3));
  CHECK(benefit.has_value(), "only benefits of ours are written");
  const auto until = row.optional_integer(10);
  return {.id = row.text(0),
          .show = row.text(1),
          .title = row.text(2),
          .benefit = *benefit,
          .value = row.integer(4),
          .code = row.text(5),
          .code_shown = row.integer(6) != 0,
          .pieces = row.optional_integer(7),
          .per_person = row.optional_integer(8),
          .lasts = optional_ms(row.optional_integer(9)),
          .archive_until = until ? std::optional(from_ms(*until)) : std::nullopt,
          .taken = row.integer(11)};
}

void load_rest(store::Database& db, Offer& offer) {
  {
    auto rows =
        db.query("SELECT product, sku, price FROM offer_target WHERE offer = ? ORDER BY place", offer.id);
    while (rows.next())
      offer.targets.push_back({.product = rows.text(0), .sku = rows.text(1), .price = rows.integer(2)});
  }
  auto rows =
      db.query("SELECT opens_at, closes_at FROM offer_window WHERE offer = ? ORDER BY opens_at", offer.id);
  while (rows.next()) {
    offer.windows.push_back(
        {.from = Milliseconds(rows.integer(0)), .until = optional_ms(rows.optional_integer(1))});
  }
}

std::vector<Offer> offers_where(store::Database& db, const std::string& where, const std::string& value) {
  std::vector<Offer> offers;
  {
    auto rows = db.query(kColumns + where, value);
    while (rows.next()) offers.push_back(offer_from(rows));
  }
  for (auto& offer : offers) load_rest(db, offer);
  return offers;
}

void insert_targets(store::Database& db, const Offer& offer) {
  for (std::size_t i = 0; i < offer.targets.size(); ++i) {
    const auto& [product, sku, price] = offer.targets[i];
    db.run("INSERT INTO offer_target (offer, place, product, sku, price) VALUES (?, ?, ?, ?, ?)", offer.id, i,
           product, sku, price);
  }
}

std::optional<std::int64_t> archive_ms(const Offer& offer) {
  return offer.archive_until ? std::optional<std::int64_t>(to_ms(*offer.archive_until)) : std::nullopt;
}

}  // namespace

std::vector<Offer> offers_of(store::Database& db, const std::string& show) {
  return offers_where(db, "WHERE show = ? ORDER BY position", show);
}

std::vector<Offer> opened_offers(store::Database& db, const std::string& show) {
  return offers_where(db, "INDEXED BY offer_opened WHERE show = ? AND opened = 1 ORDER BY position", show);
}

std::optional<Offer> offer_with_id(store::Database& db, const std::string& id) {
  auto found = offers_where(db, "WHERE id = ?", id);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

void insert_offer(store::Database& db, const Offer& offer) {
  db.run(
      "INSERT INTO offer (id, show, title, benefit, value, code, code_shown, pieces, per_person, lasts_ms, "
      "archive_until) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      offer.id, offer.show, offer.title, to_text(offer.benefit), offer.value, offer.code, offer.code_shown,
      offer.pieces, offer.per_person, optional_count(offer.lasts), archive_ms(offer));
  insert_targets(db, offer);
}

void update_offer(store::Database& db, const Offer& offer) {
  db.run(
      "UPDATE offer SET title = ?, benefit = ?, value = ?, code = ?, code_shown = ?, pieces = ?, per_person "
      "= ?, "
      "lasts_ms = ?, archive_until = ? WHERE id = ?",
      offer.title, to_text(offer.benefit), offer.value, offer.code, offer.code_shown, offer.pieces,
      offer.per_person, optional_count(offer.lasts), archive_ms(offer), offer.id);
  db.run("DELETE FROM offer_target WHERE offer = ?", offer.id);
  insert_targets(db, offer);
}

void remove_offer(store::Database& db, const std::string& id) {
  db.run("DELETE FROM offer_target WHERE offer = ?", id);
  db.run("DELETE FROM offer WHERE id = ?", id);
}

void keep_opening(store::Database& db, const std::string& offer, const OfferWindow& window) {
  db.run("INSERT INTO offer_window (offer, opens_at, closes_at) VALUES (?, ?, ?)", offer, window.from.count(),
         optional_count(window.until));
  db.run("UPDATE offer SET opened = 1 WHERE id = ? AND opened = 0", offer);
}

void keep_closing(store::Database& db, const std::string& offer, const OfferWindow& window) {
  db.run("UPDATE offer_window SET closes_at = ? WHERE offer = ? AND opens_at = ?",
         optional_count(window.until), offer, window.from.count());
}

PriceClock price_clock(const timeline::ShowTimes& times, WallTime now) {
  PriceClock clock{.now = show_clock(times, now), .length = times.length, .wall = now};
  if (times.length && times.live_at) clock.now = std::max(clock.now, now - *times.live_at);
  return clock;
}

void load_offers(store::Database& db, const std::string& show, WallTime now, OfferTill& till) {
  if (show.empty() || till.knows(show)) return;
  auto offers = opened_offers(db, show);
  PriceClock clock;
  if (!offers.empty()) {
    if (const auto times = timeline::times_of(db, show)) clock = price_clock(*times, now);
  }
  till.add(show, clock, std::move(offers));
}

std::string load_person(store::Database& db, const std::string& viewer, const std::vector<AskPrice>& lines,
                        OfferTill& till) {
  if (viewer.empty() || till.empty()) return viewer;
  const auto person = people::person_of(db, viewer);
  for (const auto& offer : till.unknown(person, lines)) till.know(offer, person, taken_by(db, offer, viewer));
  return person;
}

std::int64_t taken_by(store::Database& db, const std::string& offer, const std::string& viewer) {
  auto rows = db.query(
      std::string(
          "SELECT coalesce(sum(u.quantity), 0) FROM placed_order o JOIN order_offer u ON u.number = o.number "
          "WHERE u.offer = ?2 AND o.state <> 'cancelled' AND o.viewer IN ") +
          people::kViewersOfPerson,
      viewer, offer);
  return rows.next() ? rows.integer(0) : 0;
}

void insert_used_offers(store::Database& db, const Order& order) {
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const auto& line = order.lines[i];
    if (line.offer.empty()) continue;
    db.run("INSERT INTO order_offer (number, place, offer, quantity, usual_price) VALUES (?, ?, ?, ?, ?)",
           order.number, i, line.offer, line.quantity, line.usual_price);
  }
}

void count_taken(store::Database& db, const std::map<std::string, std::int64_t>& taken) {
  for (const auto& [offer, pieces] : taken)
    db.run("UPDATE offer SET taken = taken + ? WHERE id = ?", pieces, offer);
}

void load_used_offers(store::Database& db, Order& order) {
  auto rows = db.query(
      "SELECT u.place, u.offer, f.title, u.usual_price FROM order_offer u JOIN offer f ON f.id = u.offer "
      "WHERE u.number = ?",
      order.number);
  while (rows.next()) {
    auto& line = order.lines.at(static_cast<std::size_t>(rows.integer(0)));
    line.offer = rows.text(1);
    line.offer_title = rows.text(2);
    line.usual_price = rows.integer(3);
  }
}

std::map<std::string, std::int64_t> used_offers(store::Database& db, std::int64_t number) {
  std::map<std::string, std::int64_t> used;
  auto rows = db.query("SELECT offer, quantity FROM order_offer WHERE number = ?", number);
  while (rows.next()) used[rows.text(0)] += rows.integer(1);
  return used;
}

}  // namespace nigiwai::shop
