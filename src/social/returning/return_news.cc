#include "social/returning/return_news.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <map>
#include <set>
#include <vector>

#include "base/time.h"
#include "people/members.h"

namespace nigiwai::social {
namespace {

constexpr std::int64_t kNowhere = -1;  // `at` of what names no moment

struct Read {
  std::int64_t position = 0;
  std::string show{};
  std::string kind{};
  Milliseconds at{0};
  std::string viewer{};  // empty for whoever is none
  WallTime accepted_at{};
  std::string data{};
};

std::string text_in(const json::object& data, std::string_view name) {
  const auto* found = data.if_contains(name);
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

// The same kind of news of this product stands already.
bool told_lately(store::Database& db, const std::string& product, Reason reason, WallTime now) {
  auto rows =
      db.query("SELECT 1 FROM return_news WHERE product = ? AND happened_at > ? AND reason = ? LIMIT 1",
               product, to_ms(now - kSameNews), to_text(reason));
  return rows.next();
}

std::int64_t pieces_of(store::Database& db, const std::string& product) {
  auto rows = db.query("SELECT coalesce(sum(left), 0) FROM return_stock WHERE product = ?", product);
  return rows.next() ? rows.integer(0) : 0;
}

// What happened too long ago to be told still changes what is left.
void stock_changed(store::Database& db, const Read& event, bool is_news) {
  if (!event.show.empty()) return;  // told to rooms on air as well
  const auto data = json::parse(event.data).as_object();
  const auto product = text_in(data, "product"), sku = text_in(data, "sku");
  const auto before = pieces_of(db, product);
  db.run("INSERT OR REPLACE INTO return_stock (sku, product, left) VALUES (?, ?, ?)", sku, product,
         data.at("left").to_number<std::int64_t>());
  const auto reason = reason_of_stock(before, pieces_of(db, product));
  if (!reason || !is_news || told_lately(db, product, *reason, event.accepted_at)) return;
  note_news(db, {.product = product,
                 .reason = *reason,
                 .subject = std::to_string(event.position),
                 .happened_at = event.accepted_at});
}

bool is_public(store::Database& db, const std::string& show) {
  auto rows = db.query("SELECT 1 FROM show WHERE id = ? AND state IN ('live', 'archived')", show);
  return rows.next();
}

void shelf_is_shown(store::Database& db, const std::string& show, WallTime when) {
  std::vector<std::string> products;
  {
    auto rows = db.query("SELECT product FROM show_shelf WHERE show = ?", show);
    while (rows.next()) products.push_back(rows.text(0));
  }
  for (const auto& product : products) {
    note_news(
        db,
        {.product = product, .reason = Reason::kShown, .subject = show, .show = show, .happened_at = when});
  }
}

void product_pinned(store::Database& db, const Read& event) {
  if (!is_public(db, event.show)) return;
  const auto product = text_in(json::parse(event.data).as_object(), "product");
  note_news(db, {.product = product,
                 .reason = Reason::kShown,
                 .subject = event.show,
                 .show = event.show,
                 .at = event.at,
                 .happened_at = event.accepted_at});
  // The first time in a show is the moment to lead to.
  db.run("UPDATE return_news SET at = ? WHERE product = ? AND reason = 'shown' AND subject = ? AND at = ?",
         event.at.count(), product, event.show, kNowhere);
}

void clip_made(store::Database& db, const Read& event) {
  const auto data = json::parse(event.data).as_object();
  const auto product = text_in(data, "product");
  if (product.empty()) return;
  note_news(db, {.product = product,
                 .reason = Reason::kMoment,
                 .subject = text_in(data, "clip"),
                 .show = event.show,
                 .at = Milliseconds(data.at("from").to_number<std::int64_t>()),
                 .happened_at = event.accepted_at});
}

// Those that staff added themselves; what a pin begins is told as shown.
void chapters_changed(store::Database& db, const Read& event) {
  if (!is_public(db, event.show)) return;
  std::vector<NewNews> found;
  {
    auto rows = db.query(
        "SELECT id, product, at FROM chapter_edit WHERE show = ? AND id >= 'own-' AND id < 'own.' AND "
        "product <> '' AND "
        "removed = 0 AND at IS NOT NULL",
        event.show);
    while (rows.next()) {
      found.push_back({.product = rows.text(1),
                       .reason = Reason::kMoment,
                       .subject = event.show + "/" + rows.text(0),
                       .show = event.show,
                       .at = Milliseconds(rows.integer(2)),
                       .happened_at = event.accepted_at});
    }
  }
  for (const auto& news : found) note_news(db, news);
}

// What was told to a person and may still be returned to.
struct Told {
  std::int64_t position = 0;
  std::string product{};
  std::string show{};
  WallTime told_at{};
  bool returned = false;
  bool ordered = false;
};

std::vector<Told> told_to(store::Database& db, const std::string& viewer, WallTime now) {
  std::vector<Told> found;
  auto rows =
      db.query(std::string("SELECT position, product, show, told_at, returned_at IS NOT NULL, ordered_at IS "
                           "NOT NULL FROM return_told WHERE viewer IN ") +
                   people::kViewersOfPerson + " AND viewer <> '' AND told_at > ?2",
               viewer, to_ms(now - kReturnWithin));
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.text(1), rows.text(2), from_ms(rows.integer(3)),
                     rows.integer(4) != 0, rows.integer(5) != 0});
  }
  return found;
}

std::set<std::string> products_in(const json::object& data) {
  std::set<std::string> products;
  if (const auto* all = data.if_contains("products"); all && all->is_array()) {
    for (const auto& product : all->as_array()) products.emplace(product.as_string());
  }
  return products;
}

void came_back(store::Database& db, std::vector<Told>& told, const Read& event) {
  const bool is_order = event.kind == "order.placed" || event.kind == "order.external";
  const bool is_play = event.kind == "play.span";
  const auto data = is_play ? json::object() : json::parse(event.data).as_object();
  const auto ordered = is_order ? products_in(data) : std::set<std::string>();
  for (auto& one : told) {
    if (event.accepted_at <= one.told_at || event.accepted_at > one.told_at + kReturnWithin) continue;
    if (is_play ? one.show.empty() || one.show != event.show
                : (is_order ? !ordered.contains(one.product) : text_in(data, "product") != one.product)) {
      continue;
    }
    if (!one.returned) {
      db.run("UPDATE return_told SET returned_at = ? WHERE position = ?", to_ms(event.accepted_at),
             one.position);
      one.returned = true;
    }
    if (is_order && !one.ordered) {
      db.run("UPDATE return_told SET ordered_at = ? WHERE position = ?", to_ms(event.accepted_at),
             one.position);
      one.ordered = true;
    }
  }
}

std::vector<Read> events_after(store::Database& db, std::int64_t from, std::int64_t& read,
                               std::int64_t& looked_at) {
  static const std::set<std::string, std::less<>> kOfViewers{"product.opened", "product.looked", "play.span",
                                                             "order.placed", "order.external"};
  static const std::set<std::string, std::less<>> kOfTheShop{
      "stock.changed", "show.started", "product.pinned", "clip.made", "chapters.changed"};
  std::vector<Read> found;
  auto rows = db.query(
      "SELECT position, show, kind, at, by_id, by_role, accepted_at, data FROM event WHERE position > ? "
      "ORDER BY "
      "position LIMIT ?",
      from, kReturnEventsATurn);
  while (rows.next()) {
    read = rows.integer(0);
    ++looked_at;
    auto kind = rows.text(2);
    const bool of_viewer = kOfViewers.contains(kind);
    if (of_viewer ? rows.text(5) != "viewer" : !kOfTheShop.contains(kind)) continue;
    found.push_back({read, rows.text(1), std::move(kind), Milliseconds(rows.integer(3)),
                     of_viewer ? rows.text(4) : std::string(), from_ms(rows.integer(6)), rows.text(7)});
  }
  return found;
}

void take(store::Database& db, const Read& event, bool is_news) {
  if (event.kind == "stock.changed") return stock_changed(db, event, is_news);
  if (!is_news) return;
  if (event.kind == "show.started") {
    if (is_public(db, event.show)) shelf_is_shown(db, event.show, event.accepted_at);
    return;
  }
  if (event.kind == "product.pinned") return product_pinned(db, event);
  if (event.kind == "clip.made") return clip_made(db, event);
  chapters_changed(db, event);
}

}  // namespace

bool read_some_returns(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::int64_t from = 0;
  {
    auto rows = db.query("SELECT position FROM return_read");
    if (rows.next()) from = rows.integer(0);
  }
  auto read = from;
  std::int64_t looked_at = 0;
  std::map<std::string, std::vector<Told>> told;  // by viewer, each looked up once a turn
  for (const auto& event : events_after(db, from, read, looked_at)) {
    if (event.viewer.empty()) {
      take(db, event, event.accepted_at > transaction.now() - kTellFor);
      continue;
    }
    const auto [found, fresh] = told.try_emplace(event.viewer);
    // By the first event's time: told later in this turn cannot have been, and the next looks again.
    if (fresh) found->second = told_to(db, event.viewer, event.accepted_at);
    if (!found->second.empty()) came_back(db, found->second, event);
  }
  if (looked_at == 0) return false;
  db.run("UPDATE return_read SET position = ?", read);
  return looked_at == kReturnEventsATurn;
}

void look_at_calendar(store::Transaction& transaction) {
  auto& db = transaction.db();
  const auto now = transaction.now();
  if (db.run("UPDATE return_read SET looked_at = ? WHERE looked_at <= ?", to_ms(now),
             to_ms(now - kCalendarEvery)) == 0)
    return;
  std::vector<std::string> shows;
  {
    auto rows = db.query("SELECT id FROM show WHERE listed_at > ? AND listed_at <= ? AND state = 'scheduled'",
                         to_ms(now), to_ms(now + kComesSoon));
    while (rows.next()) shows.push_back(rows.text(0));
  }
  for (const auto& show : shows) shelf_is_shown(db, show, now);
  std::vector<NewNews> ending;
  {
    auto rows = db.query(
        "SELECT DISTINCT o.id, o.show, t.product FROM offer o JOIN offer_target t ON t.offer = o.id WHERE "
        "o.archive_until > ? AND o.archive_until <= ? AND o.opened = 1",
        to_ms(now), to_ms(now + kEndsSoon));
    while (rows.next()) {
      ending.push_back({.product = rows.text(2),
                        .reason = Reason::kEnding,
                        .subject = rows.text(0),
                        .show = rows.text(1),
                        .happened_at = now});
    }
  }
  for (const auto& news : ending) note_news(db, news);
  db.run("DELETE FROM return_news WHERE happened_at < ?", to_ms(now - kNewsKept));
  db.run("DELETE FROM return_told WHERE told_at < ?", to_ms(now - kToldKept));
}

bool spread_some_news(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::int64_t news = 0, happened_at = 0;
  std::string product, after;
  {
    auto rows = db.query(
        "SELECT position, product, spread, happened_at FROM return_news WHERE spread IS NOT NULL ORDER BY "
        "position "
        "LIMIT 1");
    if (!rows.next()) return false;
    news = rows.integer(0);
    product = rows.text(1);
    after = rows.text(2);
    happened_at = rows.integer(3);
  }
  std::vector<std::pair<std::string, bool>> viewers;  // and whether they had saved it before
  {
    auto rows = db.query(
        "SELECT viewer, saved_at < ? FROM saved WHERE product = ? AND viewer > ? ORDER BY viewer LIMIT ?",
        happened_at, product, after, kSpreadATurn);
    while (rows.next()) viewers.emplace_back(rows.text(0), rows.integer(1) != 0);
  }
  for (const auto& [viewer, before] : viewers) {
    if (!before) continue;
    db.run(
        "INSERT INTO return_due (member, at) SELECT m.id, max(?, coalesce(g.sent_at + ?, 0)) FROM "
        "member_viewer v JOIN "
        "member m ON m.id = v.member LEFT JOIN return_digest g ON g.member = m.id WHERE v.viewer = ? AND "
        "m.erased_at IS "
        "NULL AND m.back_in_stock = 1 ON CONFLICT DO NOTHING",
        to_ms(transaction.now()), Milliseconds(kDigestEvery).count(), viewer);
  }
  const bool all = static_cast<std::int64_t>(viewers.size()) < kSpreadATurn;
  db.run("UPDATE return_news SET spread = ? WHERE position = ?",
         all ? std::nullopt : std::optional(viewers.back().first), news);
  return true;
}

void note_news(store::Database& db, const NewNews& news) {
  db.run(
      "INSERT INTO return_news (product, reason, subject, show, at, title, happened_at, spread) VALUES (?, "
      "?, ?, ?, ?, "
      "?, ?, '') ON CONFLICT DO NOTHING",
      news.product, to_text(news.reason), news.subject, news.show, news.at ? news.at->count() : kNowhere,
      news.title, to_ms(news.happened_at));
}

QuietHours quiet_hours(store::Database& db) {
  auto rows = db.query("SELECT quiet_from, quiet_until, zone FROM return_read");
  if (!rows.next()) return {};
  return {static_cast<int>(rows.integer(0)), static_cast<int>(rows.integer(1)), rows.text(2)};
}

void set_quiet_hours(store::Transaction& transaction, const QuietHours& hours) {
  transaction.db().run("UPDATE return_read SET quiet_from = ?, quiet_until = ?, zone = ?", hours.from,
                       hours.until, hours.zone);
}

}  // namespace nigiwai::social
