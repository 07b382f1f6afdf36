#include "show/reach.h"

#include <algorithm>

#include "base/time.h"
#include "show/reminders.h"
#include "show/shows.h"

namespace nigiwai::show {
namespace {

std::int64_t count(store::Rows rows) {
  rows.next();
  return rows.integer(0);
}

json::value or_null(const std::optional<std::int64_t>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

void count_earlier(store::Database& db, Reach& reach, const std::string& show, WallTime now) {
  auto rows = db.query(
      "SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM member_viewer m JOIN audience a ON a.viewer = "
      "m.viewer "
      "WHERE m.member = r.member AND a.show = r.show AND a.live = 1 AND a.viewed_at IS NOT NULL)), 0) FROM "
      "show s "
      "JOIN reminder r ON r.show = s.id WHERE s.state = 'archived' AND s.listed_at >= ? AND s.id <> ?",
      to_ms(now - kEarlierShows), show);
  rows.next();
  reach.reminded_earlier = rows.integer(0);
  reach.came_earlier = rows.integer(1);
}

}  // namespace

Result<Reach> reach_of(store::Database& db, const std::string& show, WallTime now) {
  const auto found = find(db, show);
  if (!found) return std::unexpected(found.error());
  Reach reach{.over = found->state == State::kArchived || found->state == State::kCancelled};
  reach.followers = count(db.query(
      "SELECT count(DISTINCT coalesce(m.member, f.viewer)) FROM show_cast c JOIN follow f ON f.handle = "
      "c.handle LEFT JOIN member_viewer m ON m.viewer = f.viewer WHERE c.show = ?",
      show));
  reach.reminders = count(db.query("SELECT count(*) FROM reminder WHERE show = ?", show));
  const bool began = found->state == State::kLive || found->state == State::kArchived;
  if (began || (found->starts_at && *found->starts_at - kRemindBefore <= now)) {
    const auto waiting =
        count(db.query("SELECT count(*) FROM mail WHERE about = ? AND kind = 'reminder'", show));
    reach.mailed = std::max<std::int64_t>(0, reach.reminders - waiting);
  }
  count_earlier(db, reach, show, now);
  if (began) {
    reach.viewers = count(db.query(
        "SELECT count(DISTINCT coalesce(m.member, a.viewer)) FROM audience a LEFT JOIN member_viewer m ON "
        "m.viewer = a.viewer WHERE a.show = ? AND a.viewed_at IS NOT NULL",
        show));
  }
  auto rows = db.query("SELECT target FROM show_target WHERE show = ? AND figure = 'viewers'", show);
  if (rows.next()) reach.target = rows.integer(0);
  return reach;
}

std::int64_t expected(const Reach& reach) {
  if (reach.viewers) return *reach.viewers;
  if (reach.reminded_earlier < kLeastReminded) return reach.reminders;
  return reach.reminders * reach.came_earlier / reach.reminded_earlier;
}

std::optional<std::int64_t> shortfall(const Reach& reach) {
  if (!reach.target || reach.over) return std::nullopt;
  return std::max<std::int64_t>(0, *reach.target - expected(reach));
}

json::object to_json(const Reach& reach) {
  json::value earlier = nullptr;
  if (reach.reminded_earlier >= kLeastReminded)
    earlier = json::object{{"reminded", reach.reminded_earlier}, {"came", reach.came_earlier}};
  return {{"followers", reach.followers},      {"reminders", reach.reminders},
          {"mailed", or_null(reach.mailed)},   {"earlier", std::move(earlier)},
          {"viewers", or_null(reach.viewers)}, {"target", or_null(reach.target)},
          {"expected", expected(reach)},       {"shortfall", or_null(shortfall(reach))}};
}

}  // namespace nigiwai::show
