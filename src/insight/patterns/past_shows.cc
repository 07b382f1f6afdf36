#include "insight/patterns/past_shows.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <tuple>
#include <unordered_map>

#include "base/time.h"
#include "people/staff.h"
#include "shop/settings.h"

namespace nigiwai::insight {
namespace {

// Captions that cover less than this tell the pace of a part only.
constexpr std::int64_t kLeastSpokenMs = 5 * 60'000;

// The shows by id, and their ids as SQL takes them.
struct Reading {
  store::Database& db;
  std::unordered_map<std::string, PastShow> shows{};
  std::string ids{};

  // Calls `read` with the show and the rest of each row; a row's first column is the show.
  void each(std::string_view sql, const auto& read) {
    auto rows = db.query(sql, ids);
    while (rows.next()) {
      if (const auto found = shows.find(rows.text(0)); found != shows.end()) read(found->second, rows);
    }
  }
};

std::unordered_map<std::string, PastShow> shows_over(store::Database& db, WallTime now) {
  std::unordered_map<std::string, PastShow> shows;
  auto rows = db.query(
      "SELECT s.id, s.title, t.live_at, t.length_ms, s.ended_at FROM show s JOIN timeline t ON t.show = s.id "
      "WHERE s.state = 'archived' AND t.live_at IS NOT NULL AND s.ended_at IS NOT NULL ORDER BY s.listed_at "
      "DESC, s.position DESC LIMIT ?",
      kMostPastShows);
  while (rows.next()) {
    PastShow show{.id = rows.text(0), .title = rows.text(1), .live_at = from_ms(rows.integer(2))};
    if (const auto length = rows.optional_integer(3)) show.length = Milliseconds(*length);
    if (from_ms(rows.integer(4)) + kArchiveCounts <= now) show.archive_gmv = 0;
    shows.emplace(show.id, std::move(show));
  }
  return shows;
}

void read_making(Reading& in) {
  in.each("SELECT show, concept FROM show_plan WHERE show IN (SELECT value FROM json_each(?))",
          [](PastShow& show, const store::Rows& row) { show.theme = row.text(1); });
  in.each(
      "SELECT show, handle FROM show_cast WHERE show IN (SELECT value FROM json_each(?)) ORDER BY show, "
      "place",
      [](PastShow& show, const store::Rows& row) { show.cast.push_back(row.text(1)); });
  in.each(
      "SELECT show, count(*) FROM show_shelf WHERE show IN (SELECT value FROM json_each(?)) GROUP BY show",
      [](PastShow& show, const store::Rows& row) { show.products = row.integer(1); });
  in.each(
      "SELECT show, min(at) FROM event WHERE show IN (SELECT value FROM json_each(?)) AND kind IN "
      "('product.pinned', 'product.unpinned', 'picture.started', 'picture.lost') AND kind = 'product.pinned' "
      "GROUP BY show",
      [](PastShow& show, const store::Rows& row) { show.first_pin = Milliseconds(row.integer(1)); });
  // SQLite takes the other columns from the row with the least.
  in.each(
      "SELECT o.show, o.benefit, min(w.opens_at) FROM offer o JOIN offer_window w ON w.offer = o.id WHERE "
      "o.show IN (SELECT value FROM json_each(?)) AND o.opened = 1 GROUP BY o.show",
      [](PastShow& show, const store::Rows& row) { show.offer = row.text(1); });
}

void read_announcing(Reading& in) {
  in.each(
      "WITH word (show, at) AS (SELECT a.show, a.begun_at FROM json_each(?1) j JOIN announcement a ON a.show "
      "= "
      "j.value WHERE a.written > 0 UNION ALL SELECT p.show, c.published_at FROM post_channel c JOIN post p "
      "ON "
      "p.id = c.post WHERE c.published_at IS NOT NULL AND p.show <> '') SELECT w.show, t.live_at - min(w.at) "
      "FROM word w JOIN timeline t ON t.show = w.show WHERE w.at < t.live_at GROUP BY w.show",
      [](PastShow& show, const store::Rows& row) { show.lead = Milliseconds(row.integer(1)); });
  in.each(
      "SELECT show, max(said), max(spoken) FROM (SELECT show, language, sum(length(text)) AS said, "
      "max(until_ms) - min(from_ms) AS spoken FROM caption WHERE show IN (SELECT value FROM json_each(?)) "
      "AND "
      "language = 'ja' GROUP BY show, language) GROUP BY show",
      [](PastShow& show, const store::Rows& row) {
        if (row.integer(2) < kLeastSpokenMs) return;
        show.talk_pace = static_cast<double>(row.integer(1)) * 60'000 / static_cast<double>(row.integer(2));
      });
}

void read_audience(Reading& in) {
  in.each(
      "SELECT a.show, count(DISTINCT CASE WHEN a.viewed_at IS NOT NULL THEN coalesce(m.member, a.viewer) "
      "END), "
      "sum(a.played_ms), count(DISTINCT CASE WHEN a.chatted_at IS NOT NULL THEN coalesce(m.member, a.viewer) "
      "END) FROM json_each(?) j JOIN audience a ON a.show = j.value LEFT JOIN member_viewer m ON m.viewer = "
      "a.viewer WHERE a.live = 1 GROUP BY a.show",
      [](PastShow& show, const store::Rows& row) {
        show.viewers = row.integer(1);
        show.watched_ms = row.integer(2);
        show.chatters = row.integer(3);
      });
  in.each(
      "SELECT e.show, count(*) FROM json_each(?) j JOIN show s ON s.id = j.value JOIN event e INDEXED BY "
      "event_of_save ON e.show = s.id AND e.kind = 'product.saved' WHERE e.accepted_at <= s.ended_at GROUP "
      "BY "
      "e.show",
      [](PastShow& show, const store::Rows& row) { show.saves = row.integer(1); });
}

void read_sales(Reading& in) {
  // As show/playbook/proof_figures.cc counts what was bought out of a show.
  const auto archive = std::to_string(Milliseconds(kArchiveCounts).count());
  in.each(
      "WITH bought (show, number, person, live, value) AS (SELECT s.id, o.number, coalesce(m.member, "
      "o.viewer, "
      "nullif(lower(o.email), ''), o.number), o.placed_at <= s.ended_at, l.quantity * l.unit_price FROM "
      "json_each(?1) p JOIN show s ON s.id = p.value JOIN order_line l ON l.show = s.id JOIN placed_order o "
      "ON "
      "o.number = l.number LEFT JOIN member_viewer m ON m.viewer = o.viewer WHERE o.placed_at <= s.ended_at "
      "+ " +
          archive +
          " UNION ALL SELECT s.id, -o.number, coalesce(m.member, o.viewer, -o.number), o.placed_at <= "
          "s.ended_at, o.total FROM json_each(?1) p JOIN show s ON s.id = p.value JOIN external_order o ON "
          "o.show = s.id LEFT JOIN member_viewer m ON m.viewer = o.viewer WHERE o.placed_at <= s.ended_at "
          "+ " +
          archive +
          ") SELECT show, count(DISTINCT CASE WHEN live THEN number END), count(DISTINCT CASE WHEN live THEN "
          "person END), coalesce(sum(CASE WHEN live THEN value END), 0), coalesce(sum(CASE WHEN NOT live "
          "THEN "
          "value END), 0) FROM bought GROUP BY show",
      [](PastShow& show, const store::Rows& row) {
        show.orders = row.integer(1);
        show.buyers = row.integer(2);
        show.gmv = row.integer(3);
        if (show.archive_gmv) show.archive_gmv = row.integer(4);
      });
}

}  // namespace

History past_shows(store::Database& db, WallTime now) {
  Reading in{.db = db, .shows = shows_over(db, now)};
  boost::json::array ids;
  for (const auto& [id, show] : in.shows) ids.emplace_back(id);
  in.ids = boost::json::serialize(ids);
  read_making(in);
  read_announcing(in);
  read_audience(in);
  read_sales(in);
  History history{.currency = shop::settings(db).currency};
  for (auto& [id, show] : in.shows) {
    if (show.viewers == 0) {
      ++history.unseen;
    } else {
      history.shows.push_back(std::move(show));
    }
  }
  std::ranges::sort(history.shows, {}, [](const PastShow& show) { return std::tie(show.live_at, show.id); });
  for (const auto& profile : people::profiles_after(db, "", people::kMostStaff))
    history.names[profile.handle] = profile.name;
  auto unranked = db.query("SELECT handle FROM staff WHERE ranked = 0");
  while (unranked.next()) history.unranked.insert(unranked.text(0));
  return history;
}

HistoryMark history_mark(store::Database& db) {
  auto rows = db.query(
      "SELECT count(*), coalesce(max(ended_at), 0) FROM show WHERE state = 'archived' AND ended_at IS NOT "
      "NULL");
  rows.next();
  return {.shows = rows.integer(0), .last_end = rows.integer(1)};
}

}  // namespace nigiwai::insight
