#include "show/announcing/announcements.h"

#include <algorithm>

#include "base/time.h"
#include "people/staff.h"
#include "show/announcing/announcement_mail.h"
#include "show/reminders.h"

namespace nigiwai::show {
namespace {

// One that has begun.
struct Going {
  std::string show;
  Which which = Which::kDay;
  std::string handle{}, viewer{};  // of the follow that was read last
  bool read_all = false;
  std::int64_t written = 0;
};

Going going_in(const store::Rows& row) {
  return {.show = row.text(0),
          .which = *which_of(row.text(1)),
          .handle = row.text(2),
          .viewer = row.text(3),
          .read_all = row.integer(4) != 0,
          .written = row.integer(5)};
}

std::vector<Going> all_going(store::Database& db) {
  std::vector<Going> going;
  auto rows = db.query(
      "SELECT a.show, a.which, a.handle, a.viewer, a.read_all, a.written FROM announcement a JOIN show s ON "
      "s.id = a.show WHERE a.sent_at IS NULL AND s.state = 'scheduled' ORDER BY s.starts_at");
  while (rows.next()) going.push_back(going_in(rows));
  return going;
}

std::optional<Going> going_of(store::Database& db, const std::string& show, Which which) {
  auto rows = db.query(
      "SELECT show, which, handle, viewer, read_all, written FROM announcement WHERE show = ? AND which = ? "
      "AND sent_at IS NULL",
      show, to_text(which));
  if (!rows.next()) return std::nullopt;
  return going_in(rows);
}

void write_row(store::Database& db, const Going& going) {
  db.run(
      "UPDATE announcement SET handle = ?, viewer = ?, read_all = ?, written = ? WHERE show = ? AND which = "
      "?",
      going.handle, going.viewer, going.read_all, going.written, going.show, to_text(going.which));
}

struct Left {
  std::int64_t waiting = 0;
  std::int64_t all = 0;  // those that were given up, too
};

Left left_of(store::Database& db, const Going& going) {
  auto rows = db.query(
      "SELECT coalesce(sum(state = 'waiting'), 0), count(*) FROM mail WHERE about = ? AND about <> '' AND "
      "kind = ?",
      announcement_about(going.show, going.which), kAnnouncement);
  rows.next();
  return {.waiting = rows.integer(0), .all = rows.integer(1)};
}

// Takes back what is still in the outbox; those members may be written to again, but for the first in the
// line: its mail may be on its way just now.
void take_back(store::Transaction& transaction, Going& going) {
  auto& db = transaction.db();
  const auto about = announcement_about(going.show, going.which);
  db.run(
      "DELETE FROM announced WHERE show = ?1 AND which = ?2 AND member IN (SELECT person FROM mail WHERE "
      "about "
      "= ?3 AND about <> '' AND kind = ?4 AND id > (SELECT min(id) FROM mail WHERE about = ?3 AND about <> "
      "'' "
      "AND kind = ?4 AND state = 'waiting'))",
      going.show, to_text(going.which), about, kAnnouncement);
  going.written -= outbox::withdraw_all(transaction, kAnnouncement, about);
  going.handle.clear();
  going.viewer.clear();
  going.read_all = false;
  write_row(db, going);
}

void finish(store::Transaction& transaction, timeline::Journal& journal, const Going& going,
            std::int64_t not_sent) {
  const auto sent = std::max<std::int64_t>(0, going.written - not_sent);
  transaction.db().run("UPDATE announcement SET sent = ?, sent_at = ? WHERE show = ? AND which = ?", sent,
                       to_ms(transaction.now()), going.show, to_text(going.which));
  if (sent == 0) return;
  journal.append(transaction, going.show,
                 {.kind = "announcement.sent",
                  .data = {{"which", to_text(going.which)}, {"members", sent}},
                  .audience = timeline::Audience::kStaff});
}

bool is_reminded_now(store::Database& db, const people::Member& member, WallTime now) {
  const auto minute = Milliseconds(std::chrono::minutes(1));
  auto rows = db.query(
      "SELECT 1 FROM mail WHERE recipient = ? AND kind = 'reminder' AND due_at BETWEEN ? AND ? LIMIT 1",
      member.email, to_ms(now - minute), to_ms(now + minute));
  return rows.next();
}

// Whoever in the cast is followed from this device.
std::string followed_by(store::Database& db, const Show& show, const std::string& viewer, bool japanese) {
  std::string names;
  for (const auto& handle : show.cast) {
    auto rows = db.query("SELECT 1 FROM follow WHERE handle = ? AND viewer = ?", handle, viewer);
    if (!rows.next()) continue;
    const auto profile = people::profile_of(db, handle);
    if (!profile) continue;
    if (!names.empty()) names += japanese ? "、" : ", ";
    names += profile->name;
  }
  return names;
}

// Writes to one follower, unless they want none, have it already or are mailed in this minute anyway.
bool write_to(store::Transaction& transaction, const Announcing& announcing, const Show& show, Which which,
              const std::string& viewer) {
  auto& db = transaction.db();
  const auto member = people::member_of(db, viewer);
  if (!member || !member->wants(people::MailKind::kAnnouncements)) return false;
  if (is_reminded_now(db, *member, transaction.now())) return false;
  const auto added =
      db.run("INSERT INTO announced (show, which, member) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", show.id,
             to_text(which), member->id);
  if (added == 0) return false;
  AnnouncementWords words{.origin = announcing.origin,
                          .followed = followed_by(db, show, viewer, member->language == "ja")};
  if (announcing.shop_name) words.shop_name = announcing.shop_name(db, member->language);
  outbox::send(transaction, announcing.clock, announcement_mail(which, show, *member, words));
  return true;
}

// The next follows of the cast, in order of handle and viewer; fewer than `most` at the end.
std::vector<std::pair<std::string, std::string>> next_follows(store::Database& db, const Show& show,
                                                              const Going& going, std::int64_t most) {
  auto handles = show.cast;
  std::ranges::sort(handles);
  std::vector<std::pair<std::string, std::string>> follows;
  for (const auto& handle : handles) {
    if (handle < going.handle) continue;
    const auto left = most - static_cast<std::int64_t>(follows.size());
    if (left == 0) break;
    auto rows = db.query("SELECT viewer FROM follow WHERE handle = ? AND viewer > ? ORDER BY viewer LIMIT ?",
                         handle, handle == going.handle ? going.viewer : std::string(), left);
    while (rows.next()) follows.emplace_back(handle, rows.text(0));
  }
  return follows;
}

// Whether more can be written at once.
bool go_on(store::Transaction& transaction, const Announcing& announcing, Going going) {
  auto& db = transaction.db();
  const auto show = find(db, going.show);
  const auto now = transaction.now();
  if (!show || !show->starts_at || now < due_at(going.which, *show->starts_at)) return false;
  if (!goes_out(going.which, *show->starts_at, now)) {
    take_back(transaction, going);
    finish(transaction, announcing.journal, going, 0);
    return false;
  }
  if (!is_announced(db, going.show)) return false;
  const auto left = left_of(db, going);
  if (going.read_all) {
    if (left.waiting == 0) finish(transaction, announcing.journal, going, left.all);
    return false;
  }
  const auto most = std::min(kFollowsATurn, kMostWaiting - left.waiting);
  if (most <= 0) return false;
  const auto follows = next_follows(db, *show, going, most);
  for (const auto& [handle, viewer] : follows) {
    if (going.written >= kMostAnnounced) break;
    going.handle = handle;
    going.viewer = viewer;
    if (write_to(transaction, announcing, *show, going.which, viewer)) ++going.written;
  }
  going.read_all = static_cast<std::int64_t>(follows.size()) < most || going.written >= kMostAnnounced;
  write_row(db, going);
  return true;
}

void begin_those_due(store::Transaction& transaction) {
  auto& db = transaction.db();
  const auto now = transaction.now();
  std::vector<std::pair<std::string, WallTime>> coming;
  {
    // listed_at of a show that is scheduled is its time, and that has an index. One that nobody follows has
    // not begun to be announced: its cast may still be written.
    auto rows = db.query(
        "SELECT id, starts_at FROM show WHERE listed_at > ?1 AND listed_at <= ?2 AND state = 'scheduled' AND "
        "NOT EXISTS (SELECT 1 FROM unannounced u WHERE u.show = show.id) AND EXISTS (SELECT 1 FROM show_cast "
        "c JOIN follow f ON f.handle = c.handle WHERE c.show = show.id)",
        to_ms(now), to_ms(now + kDayBefore));
    while (rows.next()) coming.emplace_back(rows.text(0), from_ms(rows.integer(1)));
  }
  for (const auto& [show, starts_at] : coming) {
    for (const auto which : kAnnouncements) {
      if (!begins(which, starts_at, now)) continue;
      db.run("INSERT INTO announcement (show, which, begun_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", show,
             to_text(which), to_ms(now));
    }
  }
}

// Whether more can be forgotten at once.
bool forget_some(store::Database& db) {
  std::string show, which;
  {
    auto rows =
        db.query("SELECT show, which FROM announcement WHERE sent_at IS NOT NULL AND forgotten = 0 LIMIT 1");
    if (!rows.next()) return false;
    show = rows.text(0);
    which = rows.text(1);
  }
  const auto gone = db.run(
      "DELETE FROM announced WHERE show = ?1 AND which = ?2 AND member IN (SELECT member FROM announced "
      "WHERE "
      "show = ?1 AND which = ?2 LIMIT ?3)",
      show, which, kForgottenATurn);
  if (gone < kForgottenATurn)
    db.run("UPDATE announcement SET forgotten = 1 WHERE show = ? AND which = ?", show, which);
  return true;
}

}  // namespace

Result<bool> announce_some(store::Transaction& transaction, const Announcing& announcing) {
  begin_those_due(transaction);
  for (auto& going : all_going(transaction.db())) {
    if (go_on(transaction, announcing, std::move(going))) return true;
  }
  return forget_some(transaction.db());
}

void announcements_follow(store::Transaction& transaction, timeline::Journal& journal, const Show& show) {
  const bool to_come = show.state == State::kScheduled || show.state == State::kDraft;
  for (const auto which : kAnnouncements) {
    auto going = going_of(transaction.db(), show.id, which);
    if (!going) continue;
    take_back(transaction, *going);
    if (!to_come) finish(transaction, journal, *going, 0);
  }
}

bool is_announced(store::Database& db, const std::string& show) {
  auto rows = db.query("SELECT 1 FROM unannounced WHERE show = ?", show);
  return !rows.next();
}

void set_announced(store::Transaction& transaction, const Show& show, bool wanted) {
  auto& db = transaction.db();
  if (wanted) {
    db.run("DELETE FROM unannounced WHERE show = ?", show.id);
    return;
  }
  db.run("INSERT INTO unannounced (show) VALUES (?) ON CONFLICT DO NOTHING", show.id);
  for (const auto which : kAnnouncements) {
    if (auto going = going_of(db, show.id, which)) take_back(transaction, *going);
  }
}

void note_arrival(store::Transaction& transaction, const std::string& show, const std::string& via,
                  const std::string& viewer) {
  auto& db = transaction.db();
  {
    auto rows =
        via == "reminder"
            ? db.query("SELECT 1 FROM reminder WHERE show = ? LIMIT 1", show)
            : db.query("SELECT 1 FROM announcement WHERE show = ? AND which = ? AND written > 0", show, via);
    if (!rows.next()) return;
  }
  {
    auto rows = db.query("SELECT count(*) FROM mail_arrival WHERE show = ? AND via = ?", show, via);
    if (rows.next() && rows.integer(0) >= kMostMailArrivals) return;
  }
  db.run("INSERT INTO mail_arrival (show, via, viewer, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", show,
         via, viewer, to_ms(transaction.now()));
}

people::Holding announced_holding() {
  return {.name = "arrivals_by_mail",
          .all = [](store::Database& db, const people::Person& person) -> json::value {
            json::array shown;
            for (const auto& viewer : person.viewers) {
              auto rows =
                  db.query("SELECT show, via, at FROM mail_arrival WHERE viewer = ? ORDER BY at", viewer);
              while (rows.next())
                shown.push_back({{"show", rows.text(0)},
                                 {"mail", rows.text(1)},
                                 {"at", to_rfc3339(from_ms(rows.integer(2)))}});
            }
            return shown;
          },
          .erase =
              [](store::Transaction& transaction, const people::Person& person) {
                transaction.db().run("DELETE FROM announced WHERE member = ?", person.member);
              }};
}

}  // namespace nigiwai::show
