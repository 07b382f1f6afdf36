#include "social/posts/post_ideas.h"

#include <fmt/format.h>

#include "base/time.h"

namespace nigiwai::social {
namespace {

// No post leads there that is planned or went out lately.
std::string unsaid(const char* kind, const char* target) {
  return fmt::format(
      "NOT EXISTS (SELECT 1 FROM post p WHERE p.kind = '{}' AND p.target = {} AND p.removed_at IS NULL AND "
      "(p.made_at > ?1 OR p.due_at > ?1))",
      kind, target);
}

void add_shows(store::Database& db, WallTime now, json::array& ideas) {
  auto rows = db.query(
      fmt::format(
          "SELECT s.id, s.title, s.starts_at FROM show s WHERE s.state = 'scheduled' AND s.starts_at > ?2 "
          "AND s.starts_at <= ?3 AND {} ORDER BY s.starts_at LIMIT ?4",
          unsaid("show", "s.id")),
      to_ms(now - kSaidLately), to_ms(now), to_ms(now + kShowSoon), kIdeasOfAKind);
  while (rows.next()) {
    ideas.push_back({{"kind", "show"},
                     {"target", {{"show", rows.text(0)}}},
                     {"title", rows.text(1)},
                     {"starts_at", to_rfc3339(from_ms(rows.integer(2)))}});
  }
}

void add_moments(store::Database& db, WallTime now, json::array& ideas) {
  // The best ten seconds of each show, not within a part that was withdrawn.
  auto rows = db.query(
      fmt::format(
          "SELECT show, title, begins, liked FROM (SELECT s.id AS show, s.title, m.second / 10 * 10 AS "
          "begins, "
          "sum(m.count) AS liked, row_number() OVER (PARTITION BY s.id ORDER BY sum(m.count) DESC, m.second "
          "/ "
          "10) AS place FROM show s JOIN moment_count m ON m.show = s.id WHERE s.state = 'archived' AND "
          "s.ended_at > ?2 AND {} AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.show = s.id AND "
          "w.from_ms < "
          "(m.second / 10 + 1) * 10000 AND w.until_ms > m.second / 10 * 10000) GROUP BY s.id, m.second / 10) "
          "WHERE place = 1 AND liked >= ?3 ORDER BY liked DESC LIMIT ?4",
          unsaid("show", "s.id")),
      to_ms(now - kSaidLately), to_ms(now - kMomentsOf), kLikedFrom, kIdeasOfAKind);
  while (rows.next()) {
    const auto at = rows.integer(2) * 1'000;
    ideas.push_back({{"kind", "moment"},
                     {"target", {{"show", rows.text(0)}, {"at", at}}},
                     {"title", rows.text(1)},
                     {"at_ms", at},
                     {"hearts", rows.integer(3)}});
  }
}

void add_questions(store::Database& db, WallTime now, json::array& ideas) {
  auto rows = db.query(
      fmt::format(
          "SELECT q.product, d.title, x.text, q.seconds FROM question q JOIN product d ON d.id = q.product "
          "JOIN "
          "show s ON s.id = q.show JOIN event e ON e.show = q.show AND e.seq = q.seq JOIN event_text x ON "
          "x.position = e.position WHERE q.state = 'open' AND q.hidden = 0 AND x.hidden = 0 AND x.text <> '' "
          "AND s.state = 'archived' AND s.ended_at > ?2 AND {} ORDER BY q.seconds DESC, e.position DESC "
          "LIMIT ?3",
          unsaid("product", "q.product")),
      to_ms(now - kSaidLately), to_ms(now - kQuestionsOf), kIdeasOfAKind);
  while (rows.next()) {
    ideas.push_back({{"kind", "question"},
                     {"target", {{"product", rows.text(0)}}},
                     {"title", rows.text(1)},
                     {"text", rows.text(2)},
                     {"seconds", rows.integer(3)}});
  }
}

void add_low(store::Database& db, WallTime now, json::array& ideas) {
  // Sold of lately, and nearly gone.
  auto rows = db.query(
      fmt::format(
          "SELECT d.id, d.title, k.pieces FROM (SELECT product, sum(left) AS pieces FROM sku WHERE listed = "
          "1 "
          "GROUP BY product HAVING pieces BETWEEN 1 AND ?3) k JOIN product d ON d.id = k.product WHERE {} "
          "AND "
          "EXISTS (SELECT 1 FROM order_line l JOIN placed_order o ON o.number = l.number WHERE l.product = "
          "d.id "
          "AND o.placed_at > ?2) ORDER BY k.pieces, d.position LIMIT ?4",
          unsaid("product", "d.id")),
      to_ms(now - kSaidLately), to_ms(now - kMomentsOf), kLow, kIdeasOfAKind);
  while (rows.next()) {
    ideas.push_back({{"kind", "low"},
                     {"target", {{"product", rows.text(0)}}},
                     {"title", rows.text(1)},
                     {"left", rows.integer(2)}});
  }
}

}  // namespace

json::array ideas_json(store::Database& db, WallTime now) {
  json::array ideas;
  add_shows(db, now, ideas);
  add_low(db, now, ideas);
  add_questions(db, now, ideas);
  add_moments(db, now, ideas);
  return ideas;
}

}  // namespace nigiwai::social
