#include "talk/lines.h"

#include <fmt/format.h>

#include "base/time.h"
#include "people/members.h"
#include "talk/bans.h"
#include "talk/notes.h"
#include "talk/polls.h"
#include "talk/questions.h"

namespace nigiwai::talk {
namespace {

namespace json = boost::json;

std::string secret_of(store::Database& database) {
  auto rows = database.query("SELECT value FROM secret WHERE name = 'pseudonyms'");
  return rows.next() ? rows.text(0) : std::string();
}

}  // namespace

std::optional<timeline::Event> event_at(store::Database& database, const std::string& show,
                                        std::int64_t seq) {
  auto stretch = timeline::events_from(database, show, seq, 1, {.staff = true});
  if (stretch.events.empty() || stretch.events.front().seq != seq) return std::nullopt;
  return std::move(stretch.events.front());
}

json::value pinned_line(store::Database& database, const std::string& show, Milliseconds at,
                        const timeline::View& view) {
  std::int64_t seq = 0;
  {
    auto rows = database.query(
        "SELECT CASE WHEN kind = 'chat.pinned' THEN json_extract(data, '$.seq') ELSE 0 END "
        "FROM event INDEXED BY event_of_line_pin WHERE show = ? AND kind IN ('chat.pinned', 'chat.unpinned') "
        "AND at <= ? ORDER BY at DESC, seq DESC LIMIT 1",
        show, at.count());
    if (!rows.next()) return nullptr;
    seq = rows.integer(0);
  }
  const auto line = seq > 0 ? event_at(database, show, seq) : std::nullopt;
  if (!line || line->hidden || !timeline::may_see(*line, view)) return nullptr;
  return timeline::to_json(*line, view);
}

std::int64_t slow_seconds(store::Database& database, const std::string& show) {
  auto rows = database.query(
      "SELECT slow_seconds FROM talk_setting WHERE show IN (?, '') ORDER BY show <> '' DESC LIMIT 1", show);
  return rows.next() ? rows.integer(0) : 0;
}

void set_slow_seconds(store::Transaction& transaction, const std::string& show,
                      std::optional<std::int64_t> seconds) {
  auto& db = transaction.db();
  if (!seconds) {
    db.run("DELETE FROM talk_setting WHERE show = ? AND show <> ''", show);
    return;
  }
  db.run(
      "INSERT INTO talk_setting (show, slow_seconds) VALUES (?, ?) ON CONFLICT DO UPDATE SET slow_seconds = "
      "excluded.slow_seconds",
      show, *seconds);
}

std::int64_t readable_lines(store::Database& database) {
  auto rows = database.query("SELECT per_second FROM readable_lines");
  return rows.next() ? rows.integer(0) : 0;
}

void set_readable_lines(store::Transaction& transaction, std::int64_t per_second) {
  transaction.db().run("UPDATE readable_lines SET per_second = ?", per_second);
}

Result<void> take_turn(store::Transaction& transaction, const std::string& show, const std::string& viewer) {
  auto& db = transaction.db();
  const auto seconds = slow_seconds(db, show);
  if (seconds == 0) return {};
  const auto person = people::person_of(db, viewer);
  const auto now = to_ms(transaction.now());
  {
    auto rows = db.query("SELECT at FROM last_line WHERE viewer = ? AND show = ?", person, show);
    if (rows.next()) {
      const auto wait = rows.integer(0) + seconds * 1000 - now;
      if (wait > 0 && wait <= seconds * 1000) {
        Problem problem{Kind::kTooMany, "slow-mode",
                        fmt::format("This room takes one line every {} seconds from each person.", seconds),
                        "", Milliseconds(wait)};
        problem.extra = {{"seconds", seconds}};
        return std::unexpected(std::move(problem));
      }
    }
  }
  db.run(
      "INSERT INTO last_line (viewer, show, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
      person, show, now);
  return {};
}

json::array held_lines(store::Database& database, const std::string& show, const timeline::View& view) {
  std::vector<std::pair<std::int64_t, std::string>> waiting;
  {
    auto rows = database.query("SELECT seq, word FROM held_line WHERE show = ? ORDER BY seq LIMIT 500", show);
    while (rows.next()) waiting.emplace_back(rows.integer(0), rows.text(1));
  }
  json::array lines;
  for (const auto& [seq, word] : waiting) {
    const auto line = event_at(database, show, seq);
    if (!line) continue;
    lines.push_back(timeline::to_json(*line, view));
  }
  return lines;
}

json::object talk_json(store::Database& database, const std::string& show, Milliseconds at, WallTime now,
                       const http::Caller& caller) {
  const timeline::View view{.staff = caller.is_staff(), .person = caller.id, .secret = secret_of(database)};
  json::object talk{{"slow_seconds", slow_seconds(database, show)},
                    {"line", pinned_line(database, show, at, view)},
                    {"banned", nullptr}};
  if (caller.role == http::Role::kViewer) talk["banned"] = told(ban_of(database, caller.id, now));
  talk["polls"] = polls_json(database, show, caller);
  if (caller.is_staff()) {
    talk["held"] = held_lines(database, show, view);
    talk["notes"] = notes_json(database, show);
  }
  return talk;
}

json::object talk_sums(store::Database& database, const std::string& show) {
  auto sums = poll_sums(database, show);
  for (auto& [name, sum] : question_sums(database, show)) sums[name] = std::move(sum);
  return sums;
}

}  // namespace nigiwai::talk
