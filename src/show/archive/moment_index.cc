#include "show/archive/moment_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "shop/products/search.h"

namespace nigiwai::show {
namespace {

constexpr std::int64_t kLinesAtOnce = 200;  // some 20 µs each
constexpr std::int64_t kEventsAtOnce = 5'000;

struct Line {
  std::int64_t position;
  std::string show;
  bool staff;
  std::string text;
};

}  // namespace

bool index_some_moments(store::Transaction& transaction) {
  auto& db = transaction.db();
  std::int64_t done = 0, newest = 0;
  {
    auto rows =
        db.query("SELECT i.position, coalesce((SELECT max(position) FROM event), 0) FROM moment_index i");
    rows.next();
    done = rows.integer(0);
    newest = rows.integer(1);
  }
  if (done >= newest) return false;
  auto until = std::min(newest, done + kEventsAtOnce);
  std::vector<Line> lines;
  {
    static const auto kSql = fmt::format(
        "SELECT e.position, e.show, e.by_role, t.text FROM event e JOIN event_text t ON t.position = "
        "e.position "
        "WHERE e.position > ? AND e.position <= ? AND e.kind IN ({}) AND e.audience = 0 AND e.show <> '' "
        "AND t.text <> '' ORDER BY e.position LIMIT ?",
        kSearchedKinds);
    auto rows = db.query(kSql, done, until, kLinesAtOnce);
    while (rows.next()) {
      const auto role = rows.text(2);
      lines.push_back({.position = rows.integer(0),
                       .show = rows.text(1),
                       .staff = role != "viewer" && role != "nobody",
                       .text = rows.text(3)});
    }
  }
  if (std::ssize(lines) == kLinesAtOnce) until = lines.back().position;
  for (const auto& line : lines) {
    db.run("INSERT OR REPLACE INTO moment_search (rowid, grams, place) VALUES (?, ?, ?)", line.position,
           shop::search_grams({line.text}), line.staff ? line.show + " staff" : line.show);
  }
  db.run("UPDATE moment_index SET position = ?", until);
  return until < newest;
}

void merge_moment_index(store::Database& db) {
  db.run(
      "DELETE FROM moment_search WHERE rowid IN (SELECT position FROM event_text INDEXED BY "
      "event_text_erased "
      "WHERE hidden = 2)");
  db.run("INSERT INTO moment_search (moment_search) VALUES ('optimize')");
}

void forget_moment_index(store::Database& db) {
  db.run("DELETE FROM moment_search");
  db.run("UPDATE moment_index SET position = 0");
}

}  // namespace nigiwai::show
