#include "social/listening/beside.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/time.h"

namespace nigiwai::social {
namespace {

constexpr Milliseconds kLongestShow{std::chrono::hours(24)};

struct Lane {
  json::array items{};
  std::int64_t left_off = 0;
};

// Rows come newest first, their last column says how many there are.
Lane lane_of(store::Rows rows, int last, const auto& item) {
  Lane lane;
  while (rows.next()) {
    lane.items.push_back(item(rows));
    lane.left_off = rows.integer(last);
  }
  lane.left_off -= static_cast<std::int64_t>(lane.items.size());
  std::ranges::reverse(lane.items);
  return lane;
}

std::string time_in(const store::Rows& rows, int column) { return to_rfc3339(from_ms(rows.integer(column))); }

Lane shows(store::Database& db, WallTime from, WallTime to) {
  return lane_of(
      db.query(
          "SELECT s.id, s.title, t.live_at, t.live_at + t.length_ms, (SELECT count(DISTINCT number) FROM "
          "order_line WHERE show = s.id) + (SELECT count(*) FROM external_order WHERE show = s.id), count(*) "
          "OVER () FROM show s JOIN timeline t ON t.show = s.id WHERE s.listed_at >= ?3 AND s.listed_at < ?2 "
          "AND t.live_at < ?2 AND (t.length_ms IS NULL OR t.live_at + t.length_ms > ?1) AND s.state IN "
          "('live', 'archived') ORDER BY t.live_at DESC LIMIT ?4",
          to_ms(from), to_ms(to), to_ms(from - kLongestShow), kMostBeside),
      5, [](const store::Rows& rows) -> json::value {
        return {{"show", rows.text(0)},
                {"title", rows.text(1)},
                {"from", time_in(rows, 2)},
                {"until", rows.is_null(3) ? json::value() : json::value(time_in(rows, 3))},
                {"orders", rows.integer(4)}};
      });
}

Lane campaigns(store::Database& db, WallTime from, WallTime to) {
  return lane_of(
      db.query("SELECT id, title, starts_at, coalesce(ended_at, ends_at) AS until, count(*) OVER () FROM "
               "campaign WHERE starts_at < ?2 AND coalesce(ended_at, ends_at) > ?1 ORDER BY starts_at DESC "
               "LIMIT ?3",
               to_ms(from), to_ms(to), kMostBeside),
      4, [](const store::Rows& rows) -> json::value {
        return {{"campaign", rows.text(0)},
                {"title", rows.text(1)},
                {"from", time_in(rows, 2)},
                {"until", time_in(rows, 3)}};
      });
}

Lane posts(store::Database& db, WallTime from, WallTime to) {
  return lane_of(
      db.query("SELECT p.id, p.text, min(c.published_at) AS at, group_concat(c.name, ', '), count(*) OVER () "
               "FROM post_channel c JOIN post p ON p.id = c.post WHERE c.published_at >= ?1 AND "
               "c.published_at < ?2 GROUP BY p.id ORDER BY at DESC LIMIT ?3",
               to_ms(from), to_ms(to), kMostBeside),
      4, [](const store::Rows& rows) -> json::value {
        return {{"post", rows.text(0)},
                {"text", rows.text(1)},
                {"at", time_in(rows, 2)},
                {"where", rows.text(3)}};
      });
}

}  // namespace

json::object beside_json(store::Database& db, WallTime from, WallTime to) {
  auto on_air = shows(db, from, to);
  auto promoted = campaigns(db, from, to);
  auto posted = posts(db, from, to);
  return {{"shows", std::move(on_air.items)},
          {"campaigns", std::move(promoted.items)},
          {"posts", std::move(posted.items)},
          {"left_off",
           {{"shows", on_air.left_off}, {"campaigns", promoted.left_off}, {"posts", posted.left_off}}}};
}

}  // namespace nigiwai::social
