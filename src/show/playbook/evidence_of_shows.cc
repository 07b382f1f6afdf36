#include "show/playbook/evidence_of_shows.h"

#include "base/time.h"
#include "show/rhythm.h"

namespace nigiwai::show {
namespace {

std::int64_t number(store::Rows rows) { return rows.next() ? rows.integer(0) : 0; }

// When each show of at least kShortestShow went on air, ascending.
std::vector<WallTime> held(store::Database& db) {
  std::vector<WallTime> times;
  auto rows = db.query("SELECT live_at FROM aired WHERE length_ms >= ? ORDER BY live_at",
                       Milliseconds(kShortestShow).count());
  while (rows.next()) times.push_back(from_ms(rows.integer(0)));
  return times;
}

Seen seen_of(const Reached& reached) { return {.have = reached.have, .at = reached.at, .page = "shows"}; }

// Of a query for show and moment, the goal-th row closes it and is what it opens; all rows count.
Seen of_shows(store::Rows rows, std::int64_t goal) {
  Seen seen{.page = "shows"};
  while (rows.next()) {
    if (++seen.have > goal) continue;
    seen.id = rows.text(0);
    seen.facts["title"] = rows.text(1);
    if (seen.have == goal) seen.at = from_ms(rows.integer(2));
  }
  if (seen.have > 0) seen.page = "show";
  return seen;
}

}  // namespace

Seen legal_pages(store::Database& db, const EvidenceAsked&) {
  const auto named = number(db.query("SELECT count(*) FROM shop WHERE name <> ''"));
  Seen seen{.have = named, .page = "shop"};
  std::int64_t latest = 0;
  auto rows = db.query(
      "SELECT changed_at FROM legal_page WHERE page IN ('tokushoho', 'privacy') AND text <> '' ORDER BY "
      "changed_at");
  while (rows.next()) {
    ++seen.have;
    latest = rows.integer(0);
  }
  if (seen.have == 3) seen.at = from_ms(latest);
  return seen;
}

Seen products_ready(store::Database& db, const EvidenceAsked&) {
  return {.have = number(db.query(
              "SELECT count(*) FROM product p WHERE p.picture <> '' AND EXISTS (SELECT 1 FROM sku s WHERE "
              "s.product = p.id AND s.listed = 1 AND s.left > 0)")),
          .page = "products"};
}

Seen targets_set(store::Database& db, const EvidenceAsked& asked) {
  // Of proofs of concept and of the plans of shows, by the names of figures that both know.
  constexpr const char* kBeyondSales =
      "SELECT id, title, at, page FROM (SELECT p.id, p.title, p.made_at AS at, 'proof' AS page, "
      "sum(t.figure IN ('gmv', 'orders', 'buyers')) AS sales, count(*) AS targets FROM proof p JOIN "
      "proof_target t ON "
      "t.proof = p.id GROUP BY p.id UNION ALL SELECT s.id, s.title, NULL, 'show', sum(t.figure IN ('gmv', "
      "'net_sales', 'orders', 'buyers', 'aov', 'cvr')), count(*) FROM show s JOIN show_target t ON t.show = "
      "s.id WHERE "
      "s.state <> 'cancelled' GROUP BY s.id) WHERE sales > 0 AND sales < targets ORDER BY at IS NULL, at, id";
  Seen seen{.page = "playbook"};
  auto rows = db.query(kBeyondSales);
  while (rows.next()) {
    if (++seen.have > asked.goal) continue;
    seen.id = rows.text(0);
    seen.facts["title"] = rows.text(1);
    seen.page = rows.text(3);
    const auto at = rows.optional_integer(2);  // when a plan's targets were set is not kept
    seen.at = seen.have == asked.goal && at ? std::optional(from_ms(*at)) : std::nullopt;
  }
  return seen;
}

Seen proof_made(store::Database& db, const EvidenceAsked& asked) {
  auto rows = db.query(
      "SELECT p.id, p.title, p.made_at FROM proof p WHERE EXISTS (SELECT 1 FROM proof_show s WHERE s.proof = "
      "p.id) ORDER BY p.position");
  auto seen = of_shows(std::move(rows), asked.goal);
  seen.page = seen.have > 0 ? "proof" : "playbook";
  return seen;
}

Seen show_prepared(store::Database& db, const EvidenceAsked& asked) {
  // When a show came to have all three is not kept, so no moment is told.
  auto seen =
      of_shows(db.query("SELECT s.id, s.title, 0 FROM show s WHERE s.starts_at IS NOT NULL AND s.state <> "
                        "'cancelled' AND EXISTS (SELECT 1 FROM show_cast c WHERE c.show = s.id) AND EXISTS "
                        "(SELECT 1 FROM show_shelf h WHERE h.show = s.id) ORDER BY s.position"),
               asked.goal);
  seen.at.reset();
  return seen;
}

Seen rehearsal_held(store::Database& db, const EvidenceAsked& asked) {
  return of_shows(
      db.query(
          "SELECT s.id, s.title, s.ended_at FROM rehearsal r JOIN show s ON s.id = r.show WHERE s.state = "
          "'rehearsed' AND (SELECT count(*) FROM cue c WHERE c.show = s.id) >= ? AND NOT EXISTS (SELECT 1 "
          "FROM "
          "cue c WHERE c.show = s.id AND NOT EXISTS (SELECT 1 FROM event e WHERE e.show = s.id AND e.kind = "
          "'cue.started' AND e.data ->> 'cue' = c.id)) ORDER BY s.ended_at",
          kLeastCues),
      asked.goal);
}

Seen plans_made(store::Database& db, const EvidenceAsked& asked) {
  auto seen = of_shows(
      db.query("SELECT s.id, s.title, 0 FROM show_plan p JOIN show s ON s.id = p.show WHERE p.concept "
               "<> '' AND p.purpose <> '' AND s.state <> 'cancelled' ORDER BY s.position"),
      asked.goal);
  seen.at.reset();
  return seen;
}

Seen cue_sheet_made(store::Database& db, const EvidenceAsked& asked) {
  return of_shows(
      db.query("SELECT show, title, live_at FROM aired WHERE (SELECT count(*) FROM cue c WHERE c.show = "
               "aired.show) >= ? ORDER BY live_at",
               kLeastCues),
      asked.goal);
}

Seen questions_answered(store::Database& db, const EvidenceAsked&) {
  auto rows = db.query(
      "SELECT coalesce(sum(asked), 0), coalesce(sum(answered), 0) FROM (SELECT count(*) AS asked, "
      "sum(q.state = "
      "'answered') AS answered FROM question q JOIN aired t ON t.show = q.show WHERE q.state <> 'held' "
      "AND q.hidden "
      "= 0 GROUP BY q.show ORDER BY t.live_at DESC LIMIT 3)");
  rows.next();
  const auto all = rows.integer(0);
  const auto answered = rows.integer(1);
  return {.have = all < kLeastQuestions ? 0 : 10 * answered / all,
          .page = "shows",
          .facts = {{"asked", all}, {"answered", answered}, {"least", kLeastQuestions}}};
}

Seen shows_on_air(store::Database& db, const EvidenceAsked& asked) {
  return of_shows(db.query("SELECT show, title, live_at FROM aired ORDER BY live_at"), asked.goal);
}

Seen shows_in_month(store::Database& db, const EvidenceAsked& asked) {
  return seen_of(most_within(held(db), std::chrono::days(30), asked.goal));
}

Seen steady_weeks(store::Database& db, const EvidenceAsked& asked) {
  return seen_of(weeks_in_a_row(held(db), 2, asked.goal));
}

Seen announced_ahead(store::Database& db, const EvidenceAsked& asked) {
  // A show's time is known since it was changed last before the start (those events stand at 0 in its
  // timeline), or since it was planned with it.
  auto rows = db.query(
      "SELECT s.id, s.title, t.live_at, coalesce((SELECT max(e.accepted_at) FROM event e WHERE e.show = s.id "
      "AND "
      "e.at = 0 AND e.audience < 3 AND e.kind = 'show.changed' AND e.accepted_at < t.live_at AND EXISTS "
      "(SELECT 1 "
      "FROM json_each(e.data, '$.changed') c WHERE c.value = 'starts_at')), (SELECT min(a.at) FROM audit a "
      "WHERE "
      "a.subject = s.id AND a.action = 'show.planned')) FROM show s JOIN aired t ON t.show = s.id WHERE "
      "s.starts_at IS NOT NULL ORDER BY t.live_at DESC LIMIT ?",
      asked.goal);
  Seen seen{.page = "shows"};
  std::optional<WallTime> newest;
  while (rows.next()) {
    const auto known = rows.optional_integer(3);
    const auto live_at = rows.integer(2);
    if (!known || live_at - *known < Milliseconds(kAhead).count()) {
      if (seen.have == 0) seen.facts["late"] = rows.text(1);
      break;
    }
    if (!newest) newest = from_ms(live_at);
    ++seen.have;
  }
  if (seen.have >= asked.goal) seen.at = newest;
  return seen;
}

Seen announcements_sent(store::Database& db, const EvidenceAsked& asked) {
  // The rows of announcing/, each written with its event announcement.sent.
  return of_shows(
      db.query("SELECT a.show, a.title, a.live_at FROM aired a JOIN announcement d ON d.show = a.show "
               "AND d.which = 'day' AND d.sent > 0 JOIN announcement h ON h.show = a.show AND h.which "
               "= 'hour' AND h.sent > 0 ORDER BY a.live_at"),
      asked.goal);
}

Seen reminders_wanted(store::Database& db, const EvidenceAsked&) {
  auto rows = db.query(
      "SELECT s.id, s.title, count(*) AS wanted FROM reminder r JOIN show s ON s.id = r.show GROUP BY r.show "
      "ORDER "
      "BY wanted DESC, s.position LIMIT 1");
  if (!rows.next()) return {.page = "shows"};
  return {.have = rows.integer(2), .page = "show", .id = rows.text(0), .facts = {{"title", rows.text(1)}}};
}

Seen archive_watched(store::Database& db, const EvidenceAsked& asked) {
  return of_shows(
      db.query("SELECT s.id, s.title, min(a.viewed_at) AS first FROM audience a JOIN show s ON s.id = "
               "a.show WHERE a.live = 0 AND a.viewed_at IS NOT NULL AND s.record = 1 GROUP BY s.id ORDER "
               "BY first"),
      asked.goal);
}

Seen connected_outside(store::Database& db, const EvidenceAsked&) {
  const auto sites = number(db.query("SELECT count(*) FROM embedding WHERE origins <> '[]'"));
  const auto orders = number(db.query("SELECT EXISTS (SELECT 1 FROM external_order)"));
  const auto feeds =
      number(db.query("SELECT EXISTS (SELECT 1 FROM audit WHERE action = 'product.imported')"));
  return {.have = sites + orders + feeds,
          .page = "shop",
          .facts = {{"sites", sites > 0}, {"orders", orders > 0}, {"feeds", feeds > 0}}};
}

}  // namespace nigiwai::show
