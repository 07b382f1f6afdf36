// What staff see of a show's announcements: to how many they went, who came by their links, who watched.
#include <algorithm>

#include "base/time.h"
#include "show/announcing/announcements.h"
#include "show/reach.h"
#include "show/reminders.h"

namespace nigiwai::show {
namespace {

json::value time_json(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value(nullptr);
}

struct Came {
  std::int64_t arrivals = 0, viewers = 0;  // people
};

Came came_by(store::Database& db, const std::string& show, std::string_view via) {
  auto rows = db.query(
      "SELECT count(DISTINCT coalesce(m.member, a.viewer)), count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM "
      "audience w WHERE w.show = a.show AND w.viewer = a.viewer AND w.viewed_at IS NOT NULL) THEN "
      "coalesce(m.member, a.viewer) END) FROM mail_arrival a LEFT JOIN member_viewer m ON m.viewer = "
      "a.viewer "
      "WHERE a.show = ? AND a.via = ?",
      show, via);
  rows.next();
  return {.arrivals = rows.integer(0), .viewers = rows.integer(1)};
}

json::object item(store::Database& db, const Show& show, std::string_view which, std::string_view state,
                  const std::optional<WallTime>& at, const std::optional<std::int64_t>& sent) {
  const auto came = came_by(db, show.id, which);
  return {{"which", which},
          {"state", state},
          {"at", time_json(at)},
          {"sent", sent ? json::value(*sent) : json::value(nullptr)},
          {"arrivals", came.arrivals},
          {"viewers", came.viewers}};
}

std::string_view state_before(const Show& show, Which which, bool on, WallTime now) {
  if (show.state == State::kDraft) return on ? "no-time" : "off";
  if (show.state != State::kScheduled || now > begins_until(which, *show.starts_at)) return "missed";
  return on ? "to-come" : "off";
}

json::object announcement_json(store::Database& db, const Show& show, Which which, bool on, WallTime now) {
  std::optional<WallTime> due;
  if (show.starts_at) due = due_at(which, *show.starts_at);
  std::optional<std::int64_t> sent;
  std::optional<std::int64_t> sent_at;
  std::int64_t gone = 0;
  bool begun = false;
  {
    auto rows = db.query(
        "SELECT sent, sent_at, written - (SELECT count(*) FROM mail m WHERE m.about = a.show || '/' || "
        "a.which "
        "AND m.about <> '' AND m.kind = 'announcement') FROM announcement a WHERE show = ? AND which = ?",
        show.id, to_text(which));
    if (rows.next()) {
      begun = true;
      sent = rows.optional_integer(0);
      sent_at = rows.optional_integer(1);
      gone = rows.integer(2);
    }
  }
  if (sent_at) return item(db, show, to_text(which), *sent > 0 ? "sent" : "nobody", from_ms(*sent_at), sent);
  if (begun && on && due && goes_out(which, *show.starts_at, now))
    return item(db, show, to_text(which), "going-out", due, gone);
  if (begun && on && due && now < *due) return item(db, show, to_text(which), "to-come", due, std::nullopt);
  return item(db, show, to_text(which), state_before(show, which, on, now), due, std::nullopt);
}

}  // namespace

bool is_mail(std::string_view via) { return which_of(via).has_value() || via == "reminder"; }

std::int64_t would_get(store::Database& db, const std::string& show) {
  auto rows = db.query(
      "SELECT count(DISTINCT m.id) FROM show_cast c JOIN follow f ON f.handle = c.handle JOIN member_viewer "
      "v ON "
      "v.viewer = f.viewer JOIN member m ON m.id = v.member WHERE c.show = ? AND m.email IS NOT NULL AND "
      "m.announcements = 1",
      show);
  rows.next();
  return std::min(rows.integer(0), kMostAnnounced);
}

json::object announcements_json(store::Database& db, const Show& show, WallTime now) {
  const bool on = is_announced(db, show.id);
  json::array items;
  for (const auto which : kAnnouncements) items.push_back(announcement_json(db, show, which, on, now));
  if (const auto reach = reach_of(db, show.id, now)) {
    std::optional<WallTime> due;
    if (show.starts_at) due = *show.starts_at - kRemindBefore;
    const std::string_view state = reach->mailed ? (*reach->mailed > 0 ? "sent" : "nobody")
                                   : due         ? "to-come"
                                                 : "no-time";
    auto shown = item(db, show, "reminder", state, due, reach->mailed);
    shown["would_get"] = reach->reminders;
    items.push_back(std::move(shown));
  }
  return {{"on", on}, {"would_get", would_get(db, show.id)}, {"items", std::move(items)}};
}

}  // namespace nigiwai::show
