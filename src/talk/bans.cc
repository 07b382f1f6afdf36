#include "talk/bans.h"

#include <unordered_set>

#include "base/time.h"
#include "people/audit.h"
#include "people/members.h"
#include "timeline/reading.h"

namespace nigiwai::talk {
namespace {

namespace json = boost::json;

constexpr const char* kColumns =
    "SELECT b.id, b.viewer, coalesce(v.name, ''), b.show, b.reason, b.banned_by, b.banned_at, b.until, "
    "b.lifted_at "
    "FROM ban b LEFT JOIN viewer v ON v.id = b.viewer ";

Ban ban_in(const store::Rows& row) {
  Ban ban{.id = row.integer(0),
          .viewer = row.text(1),
          .name = row.text(2),
          .show = row.text(3),
          .reason = row.text(4),
          .banned_by = row.text(5),
          .banned_at = from_ms(row.integer(6))};
  if (const auto until = row.optional_integer(7)) ban.until = from_ms(*until);
  if (const auto lifted = row.optional_integer(8)) ban.lifted_at = from_ms(*lifted);
  return ban;
}

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

std::string secret_of(store::Database& database) {
  auto rows = database.query("SELECT value FROM secret WHERE name = 'pseudonyms'");
  return rows.next() ? rows.text(0) : std::string();
}

}  // namespace

std::vector<std::string> viewers_of(store::Database& database, const std::string& viewer) {
  return people::viewers_of(database, people::person_of(database, viewer));
}

std::optional<Ban> ban_of(store::Database& database, const std::string& viewer, WallTime now) {
  std::optional<Ban> longest;
  {
    // Most shops have banned nobody most of the time, and this is asked for every line.
    auto any = database.query("SELECT 1 FROM ban WHERE lifted_at IS NULL LIMIT 1");
    if (!any.next()) return longest;
  }
  for (const auto& each : viewers_of(database, viewer)) {
    auto rows =
        database.query(std::string(kColumns) +
                           "WHERE b.viewer = ? AND b.lifted_at IS NULL AND (b.until IS NULL OR b.until > ?)",
                       each, to_ms(now));
    while (rows.next()) {
      auto ban = ban_in(rows);
      if (!longest || (longest->until && (!ban.until || *ban.until > *longest->until)))
        longest = std::move(ban);
    }
  }
  return longest;
}

json::value told(const std::optional<Ban>& ban) {
  if (!ban) return nullptr;
  return json::object{{"reason", ban->reason}, {"until", time_or_null(ban->until)}};
}

Ban put_ban(store::Transaction& transaction, const NewBan& wanted, const http::Caller& by) {
  auto& db = transaction.db();
  for (const auto& each : viewers_of(db, wanted.viewer)) {
    db.run("UPDATE ban SET lifted_at = ? WHERE viewer = ? AND lifted_at IS NULL", to_ms(transaction.now()),
           each);
  }
  std::optional<std::int64_t> until;
  if (wanted.minutes) until = to_ms(transaction.now() + std::chrono::minutes(*wanted.minutes));
  db.run("INSERT INTO ban (viewer, show, reason, banned_by, banned_at, until) VALUES (?, ?, ?, ?, ?, ?)",
         wanted.viewer, wanted.show, wanted.reason, by.handle, to_ms(transaction.now()), until);
  const auto id = db.last_row_id();
  people::audit(
      transaction, by, "viewer.banned", std::to_string(id),
      {{"show", wanted.show}, {"minutes", wanted.minutes ? json::value(*wanted.minutes) : json::value()}});
  return *ban_with(db, id);
}

bool lift_ban(store::Transaction& transaction, const std::string& viewer, const http::Caller& by) {
  auto& db = transaction.db();
  const auto ban = ban_of(db, viewer, transaction.now());
  if (!ban) return false;
  for (const auto& each : viewers_of(db, viewer)) {
    db.run("UPDATE ban SET lifted_at = ? WHERE viewer = ? AND lifted_at IS NULL", to_ms(transaction.now()),
           each);
  }
  people::audit(transaction, by, "viewer.unbanned", std::to_string(ban->id));
  return true;
}

std::vector<Ban> bans(store::Database& database, WallTime now, std::int64_t limit) {
  std::vector<Ban> found;
  auto rows = database.query(
      std::string(kColumns) +
          "ORDER BY (b.lifted_at IS NULL AND (b.until IS NULL OR b.until > ?)) DESC, b.id DESC LIMIT ?",
      to_ms(now), limit);
  while (rows.next()) found.push_back(ban_in(rows));
  return found;
}

std::optional<Ban> ban_with(store::Database& database, std::int64_t id) {
  auto rows = database.query(std::string(kColumns) + "WHERE b.id = ?", id);
  if (!rows.next()) return std::nullopt;
  return ban_in(rows);
}

std::optional<std::string> talker(store::Database& database, const std::string& show,
                                  const std::string& pseudonym) {
  const auto secret = secret_of(database);
  // From the newest line back: whoever is to be banned has mostly just written, and a whole evening's lines
  // are read only for somebody who has not been heard for long.
  auto rows = database.query(
      "SELECT by_id FROM event WHERE show = ? AND kind IN ('chat.posted', 'chat.held', 'question.asked', "
      "'question.held') AND by_role = 'viewer' ORDER BY "
      "seq DESC",
      show);
  std::unordered_set<std::string> others;
  while (rows.next()) {
    auto viewer = rows.text(0);
    if (!others.insert(viewer).second) continue;
    if (timeline::pseudonym(secret, show, viewer) == pseudonym) return viewer;
  }
  return std::nullopt;
}

std::vector<timeline::NewEvent> notices(store::Database& database, const std::string& show,
                                        const std::string& viewer, const std::optional<Ban>& ban) {
  std::vector<timeline::NewEvent> made;
  const auto secret = secret_of(database);
  for (const auto& each : viewers_of(database, viewer)) {
    timeline::NewEvent event{.kind = ban ? "viewer.banned" : "viewer.unbanned",
                             .data = {{"person", timeline::pseudonym(secret, show, each)}},
                             .audience = timeline::Audience::kPerson,
                             .person = each};
    if (ban) {
      event.data["until"] = time_or_null(ban->until);
      event.text = ban->reason;
    }
    made.push_back(std::move(event));
  }
  return made;
}

}  // namespace nigiwai::talk
