#include "show/audience.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <map>

#include "base/time.h"

namespace nigiwai::show {
namespace {

struct Key {
  std::string show;
  std::string viewer;
  bool live = true;
  auto operator<=>(const Key&) const = default;
};

struct Row {
  std::int64_t played_ms = 0;
  std::optional<std::int64_t> viewed_at{};
  std::optional<std::int64_t> chatted_at{};
  bool there = false;  // in the table, or made in this turn
};

// The rows that a turn touches, each read once and written once.
class Rows {
 public:
  explicit Rows(store::Database& db) : db_(db) {}

  void add(const std::string& show, const std::string& viewer, std::int64_t at, const auto& change) {
    if (!has_audience(show)) return;
    auto& row = row_of({show, viewer, is_live(show, viewer, at)});
    row.there = true;
    change(row);
  }

  void store() {
    for (const auto& [key, row] : rows_) {
      if (!row.there) continue;
      db_.run(
          "INSERT INTO audience (show, viewer, live, played_ms, viewed_at, chatted_at) VALUES (?, ?, ?, ?, "
          "?, ?) "
          "ON CONFLICT (show, viewer, live) DO UPDATE SET played_ms = excluded.played_ms, viewed_at = "
          "excluded.viewed_at, chatted_at = excluded.chatted_at",
          key.show, key.viewer, key.live, row.played_ms, row.viewed_at, row.chatted_at);
    }
  }

 private:
  Row& row_of(const Key& key) {
    const auto [found, fresh] = rows_.try_emplace(key);
    if (fresh) {
      auto rows = db_.query(
          "SELECT played_ms, viewed_at, chatted_at FROM audience WHERE show = ? AND viewer = ? AND live = ?",
          key.show, key.viewer, key.live);
      if (rows.next()) {
        found->second = {rows.integer(0), rows.optional_integer(1), rows.optional_integer(2), true};
      }
    }
    return found->second;
  }

  // A rehearsal has no audience.
  bool has_audience(const std::string& show) {
    const auto [found, fresh] = shows_.try_emplace(show);
    if (fresh) {
      auto rows =
          db_.query("SELECT ended_at, state IN ('rehearsing', 'rehearsed') FROM show WHERE id = ?", show);
      if (rows.next()) found->second = {rows.optional_integer(0), rows.integer(1) == 0};
    }
    return found->second.has_audience;
  }

  bool is_live(const std::string& show, const std::string& viewer, std::int64_t at) {
    const auto end = shows_[show].ended_at;
    if (!end || at <= *end) return true;
    return at <= *end + kStragglers.count() && row_of({show, viewer, true}).there;
  }

  store::Database& db_;
  std::map<Key, Row> rows_;
  struct Known {
    std::optional<std::int64_t> ended_at{};
    bool has_audience = true;
  };
  std::map<std::string, Known> shows_;
};

// Player reports carry whole milliseconds, checked when they came (shop/commands.h).
std::int64_t played(const std::string& data) {
  const auto span = boost::json::parse(data).as_object();
  return span.at("to").as_int64() - span.at("from").as_int64();
}

}  // namespace

bool read_some_audience(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::int64_t from = 0;
  {
    auto rows = db.query("SELECT position FROM audience_read");
    if (rows.next()) from = rows.integer(0);
  }
  auto read = from;
  std::int64_t looked_at = 0;
  Rows audience(db);
  {
    auto rows = db.query(
        "SELECT position, show, kind, by_id, by_role, accepted_at, data FROM event WHERE position > ? ORDER "
        "BY "
        "position LIMIT ?",
        from, kEventsATurn);
    while (rows.next()) {
      read = rows.integer(0);
      ++looked_at;
      const auto show = rows.text(1);
      const auto kind = rows.text(2);
      if (show.empty() || rows.text(4) != "viewer") continue;
      const auto at = rows.integer(5);
      if (kind == "play.span") {
        audience.add(show, rows.text(3), at, [&, length = played(rows.text(6))](Row& row) {
          row.played_ms += length;
          if (!row.viewed_at && row.played_ms >= kViewLeast.count()) row.viewed_at = at;
        });
      } else if (kind == "chat.posted") {
        audience.add(show, rows.text(3), at, [&](Row& row) {
          if (!row.chatted_at) row.chatted_at = at;
        });
      }
    }
  }
  if (looked_at == 0) return false;
  audience.store();
  db.run("UPDATE audience_read SET position = ?", read);
  return looked_at == kEventsATurn;
}

}  // namespace nigiwai::show
