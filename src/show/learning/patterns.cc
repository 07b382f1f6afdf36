#include "show/learning/patterns.h"

#include <fmt/format.h>

#include "base/time.h"
#include "people/audit.h"
#include "show/shows.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;

std::unexpected<Problem> no_such_pattern() {
  return fail(Kind::kNotFound, "not-found", "There is no such pattern.");
}

Result<json::object> as_expected(store::Database& db, const std::string& id,
                                 std::optional<std::int64_t> expected) {
  auto found = find_pattern(db, id);
  if (!expected || (found && found->at("version").as_int64() == *expected)) return found;
  if (!found) return changed_meanwhile("Somebody else removed this pattern meanwhile.", nullptr);
  return changed_meanwhile("Somebody else changed this pattern meanwhile. Nothing was written.", *found);
}

std::int64_t shows_for(store::Database& db, const std::string& id) {
  auto rows = db.query("SELECT count(*) FROM pattern_evidence WHERE pattern = ? AND stands = 'for'", id);
  return rows.next() ? rows.integer(0) : 0;
}

// Another version; what no longer has its shows is a hypothesis again.
void touch(store::Database& db, const std::string& id) {
  db.run("UPDATE pattern SET version = version + 1 WHERE id = ?", id);
  if (shows_for(db, id) >= kLeastShowsFor) return;
  db.run("UPDATE pattern SET confirmed_at = NULL, confirmed_by = '' WHERE id = ?", id);
}

json::array evidence_json(store::Database& db, const std::string& id) {
  json::array items;
  auto rows = db.query(
      "SELECT show, stands, note, at, by_handle FROM pattern_evidence WHERE pattern = ? ORDER BY at, show",
      id);
  while (rows.next()) {
    items.push_back(json::object{{"show", show_briefly(db, rows.text(0))},
                                 {"stands", rows.text(1)},
                                 {"note", rows.text(2)},
                                 {"at", to_rfc3339(from_ms(rows.integer(3)))},
                                 {"by", person_told(db, rows.text(4))}});
  }
  return items;
}

}  // namespace

Result<Pattern> read_pattern(const json::object& body) {
  Fields in(body);
  Pattern pattern{.text = in.text("text", {.least = 1, .most = 120}),
                  .why = in.optional_text("why", {.most = 500, .lines = Lines::kMany}).value_or(""),
                  .tags = read_tags(in)};
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return pattern;
}

Result<PatternEvidence> read_pattern_evidence(const json::object& body) {
  Fields in(body);
  PatternEvidence evidence{.stands = in.text("stands", {.least = 1, .most = 20}),
                           .note = in.optional_text("note", {.most = 200}).value_or("")};
  if (evidence.stands != "for" && evidence.stands != "against") {
    in.wrong("stands", "This must be for or against.");
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return evidence;
}

Result<json::object> make_pattern(const PatternWriting& writing, const Pattern& pattern) {
  auto& db = writing.transaction.db();
  {
    auto rows = db.query("SELECT count(*) FROM pattern");
    if (rows.next() && rows.integer(0) >= kMostPatterns) {
      return fail(
          Kind::kConflict, "limit-reached",
          fmt::format("A shop keeps at most {} patterns. Remove one that nobody looks at.", kMostPatterns));
    }
  }
  const auto id = writing.random.token(kIdLength);
  db.run("INSERT INTO pattern (id, text, why, tags, version, made_at, made_by) VALUES (?, ?, ?, ?, 1, ?, ?)",
         id, pattern.text, pattern.why, tags_kept(pattern.tags), to_ms(writing.transaction.now()),
         writing.by.handle);
  people::audit(writing.transaction, writing.by, "pattern.made", id, {{"text", pattern.text}});
  return find_pattern(db, id);
}

Result<json::object> change_pattern(const PatternWriting& writing, const std::string& id,
                                    const Pattern& pattern, std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  auto found = as_expected(db, id, expected);
  if (!found) return found;
  const bool says_another = found->at("text").as_string() != pattern.text;
  db.run("UPDATE pattern SET text = ?, why = ?, tags = ?, version = version + 1 WHERE id = ?", pattern.text,
         pattern.why, tags_kept(pattern.tags), id);
  if (says_another) db.run("UPDATE pattern SET confirmed_at = NULL, confirmed_by = '' WHERE id = ?", id);
  people::audit(writing.transaction, writing.by, "pattern.changed", id, {{"text", pattern.text}});
  return find_pattern(db, id);
}

Result<void> remove_pattern(const PatternWriting& writing, const std::string& id,
                            std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  const auto found = as_expected(db, id, expected);
  if (!found) return std::unexpected(found.error());
  db.run("DELETE FROM pattern WHERE id = ?", id);
  people::audit(writing.transaction, writing.by, "pattern.removed", id, {{"text", found->at("text")}});
  return {};
}

Result<json::object> put_evidence(const PatternWriting& writing, const std::string& id,
                                  const std::string& show, const PatternEvidence& evidence) {
  auto& db = writing.transaction.db();
  if (const auto pattern = find_pattern(db, id); !pattern) return pattern;
  const auto held = find(db, show);
  if (!held) return std::unexpected(held.error());
  if (held->state != State::kArchived) {
    return fail(Kind::kConflict, "state", "Only a show that is over speaks for a pattern or against it.");
  }
  {
    auto rows = db.query("SELECT count(*) FROM pattern_evidence WHERE pattern = ? AND show <> ?", id, show);
    if (rows.next() && rows.integer(0) >= kMostShowsOfPattern) {
      return fail(Kind::kConflict, "limit-reached",
                  fmt::format("A pattern has at most {} shows.", kMostShowsOfPattern));
    }
  }
  db.run(
      "INSERT INTO pattern_evidence (pattern, show, stands, note, at, by_handle) VALUES (?, ?, ?, ?, ?, ?) "
      "ON "
      "CONFLICT (pattern, show) DO UPDATE SET stands = excluded.stands, note = excluded.note, at = "
      "excluded.at, by_handle = excluded.by_handle",
      id, show, evidence.stands, evidence.note, to_ms(writing.transaction.now()), writing.by.handle);
  touch(db, id);
  return find_pattern(db, id);
}

Result<json::object> remove_evidence(const PatternWriting& writing, const std::string& id,
                                     const std::string& show) {
  auto& db = writing.transaction.db();
  if (const auto pattern = find_pattern(db, id); !pattern) return pattern;
  if (db.run("DELETE FROM pattern_evidence WHERE pattern = ? AND show = ?", id, show) == 0) {
    return fail(Kind::kNotFound, "not-found", "This show is none of the pattern's.");
  }
  touch(db, id);
  return find_pattern(db, id);
}

Result<json::object> confirm_pattern(const PatternWriting& writing, const std::string& id,
                                     std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  auto found = as_expected(db, id, expected);
  if (!found) return found;
  if (found->at("state").as_string() == "confirmed") {
    return fail(Kind::kConflict, "state", "This pattern is confirmed already.");
  }
  if (shows_for(db, id) < kLeastShowsFor) {
    return fail(
        Kind::kConflict, "state",
        fmt::format("A pattern needs at least {} shows that speak for it. Add some first.", kLeastShowsFor));
  }
  db.run("UPDATE pattern SET confirmed_at = ?, confirmed_by = ?, version = version + 1 WHERE id = ?",
         to_ms(writing.transaction.now()), writing.by.handle, id);
  people::audit(writing.transaction, writing.by, "pattern.confirmed", id, {{"text", found->at("text")}});
  return find_pattern(db, id);
}

Result<json::object> find_pattern(store::Database& db, const std::string& id) {
  json::object told{{"id", id}};
  {
    auto rows = db.query(
        "SELECT text, why, tags, version, made_at, made_by, confirmed_at, confirmed_by FROM pattern WHERE id "
        "= ?",
        id);
    if (!rows.next()) return no_such_pattern();
    told["text"] = rows.text(0);
    told["why"] = rows.text(1);
    told["tags"] = tags_told(rows.text(2));
    told["version"] = rows.integer(3);
    told["made_at"] = to_rfc3339(from_ms(rows.integer(4)));
    told["made_by"] = person_told(db, rows.text(5));
    told["state"] = rows.is_null(6) ? "hypothesis" : "confirmed";
    told["confirmed_at"] = time_or_null(rows.optional_integer(6));
    told["confirmed_by"] = person_told(db, rows.text(7));
  }
  auto evidence = evidence_json(db, id);
  const auto in_favour = shows_for(db, id);
  told["for"] = in_favour;
  told["against"] = static_cast<std::int64_t>(evidence.size()) - in_favour;
  told["evidence"] = std::move(evidence);
  return told;
}

json::array patterns_json(store::Database& db) {
  std::vector<std::string> ids;
  {
    auto rows = db.query("SELECT id FROM pattern ORDER BY confirmed_at IS NULL, position DESC");
    while (rows.next()) ids.push_back(rows.text(0));
  }
  json::array items;
  for (const auto& id : ids) items.push_back(*find_pattern(db, id));
  return items;
}

}  // namespace nigiwai::show
