#include "show/playbook/evidence_of_people.h"

#include <boost/json/array.hpp>

#include "base/time.h"

namespace nigiwai::show {
namespace {

// Of a query for a count, and for the moment of the row that reached the goal, where it is kept.
Seen counted(store::Rows rows, const char* page) {
  Seen seen{.page = page};
  if (rows.next()) seen.have = rows.integer(0);
  return seen;
}

// Of a query for moments, ascending: the goal-th closes it. Reads no further than it must to count.
Seen of_moments(store::Rows rows, std::int64_t goal, const char* page) {
  Seen seen{.page = page};
  while (rows.next()) {
    if (++seen.have == goal) seen.at = from_ms(rows.integer(0));
  }
  return seen;
}

}  // namespace

Seen roles_filled(store::Database& db, const EvidenceAsked& asked) {
  Seen seen{.page = "team"};
  json::array roles;
  // Of each role, its people, and since when the first of them could sign in.
  auto rows = db.query(
      "SELECT s.role, count(*), min(coalesce((SELECT max(i.used_at) FROM invitation i WHERE i.handle = "
      "s.handle), "
      "s.created_at)) AS since FROM staff s WHERE s.email IS NOT NULL AND s.password IS NOT NULL AND "
      "s.withdrawn_at "
      "IS NULL GROUP BY s.role ORDER BY since");
  while (rows.next()) {
    if (++seen.have == asked.goal) seen.at = from_ms(rows.integer(2));
    roles.push_back(json::object{{"role", rows.text(0)}, {"people", rows.integer(1)}});
  }
  seen.facts["roles"] = std::move(roles);
  return seen;
}

Seen presenters_on_air(store::Database& db, const EvidenceAsked& asked) {
  return of_moments(
      db.query("SELECT min(t.live_at) AS first FROM show_cast c JOIN aired t ON t.show = c.show "
               "WHERE t.live_at IS NOT NULL GROUP BY c.handle ORDER BY first"),
      asked.goal, "team");
}

Seen orders_shipped(store::Database& db, const EvidenceAsked& asked) {
  auto seen = counted(db.query("SELECT count(*) FROM placed_order WHERE shipped_at IS NOT NULL"), "orders");
  if (seen.have < asked.goal) return seen;
  auto rows = db.query(
      "SELECT shipped_at FROM placed_order WHERE shipped_at IS NOT NULL ORDER BY shipped_at LIMIT 1 "
      "OFFSET ?",
      asked.goal - 1);
  if (rows.next()) seen.at = from_ms(rows.integer(0));
  return seen;
}

Seen archive_orders(store::Database& db, const EvidenceAsked& asked) {
  return of_moments(
      db.query(
          "SELECT placed_at FROM (SELECT DISTINCT o.number, o.placed_at FROM show s JOIN order_line l ON "
          "l.show = "
          "s.id JOIN placed_order o ON o.number = l.number WHERE o.placed_at > s.ended_at UNION ALL SELECT "
          "-o.number, o.placed_at FROM show s JOIN external_order o ON o.show = s.id WHERE o.placed_at > "
          "s.ended_at) ORDER BY placed_at"),
      asked.goal, "orders");
}

Seen repeat_buyers(store::Database& db, const EvidenceAsked&) {
  return counted(
      db.query(
          "SELECT count(*) FROM (SELECT 1 FROM placed_order o LEFT JOIN member_viewer m ON m.viewer = "
          "o.viewer "
          "WHERE o.state <> 'cancelled' AND o.email <> '' GROUP BY coalesce(m.member, lower(o.email)) HAVING "
          "count(*) >= 2)"),
      "orders");
}

Seen regular_viewers(store::Database& db, const EvidenceAsked&) {
  return counted(
      db.query("SELECT count(*) FROM (SELECT 1 FROM audience a LEFT JOIN member_viewer m ON m.viewer = "
               "a.viewer WHERE a.viewed_at IS NOT NULL GROUP BY coalesce(m.member, a.viewer) HAVING "
               "count(DISTINCT a.show) >= 3)"),
      "shows");
}

Seen followers(store::Database& db, const EvidenceAsked& asked) {
  return of_moments(
      db.query("SELECT min(f.followed_at) AS first FROM follow f LEFT JOIN member_viewer m ON m.viewer = "
               "f.viewer GROUP BY coalesce(m.member, f.viewer) ORDER BY first"),
      asked.goal, "");
}

Seen members(store::Database& db, const EvidenceAsked& asked) {
  return of_moments(db.query("SELECT joined_at FROM member WHERE erased_at IS NULL ORDER BY joined_at"),
                    asked.goal, "");
}

}  // namespace nigiwai::show
