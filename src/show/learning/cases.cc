#include "show/learning/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/time.h"
#include "people/audit.h"
#include "shop/products/search.h"
#include "show/cue_sheet.h"
#include "show/shows.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;
constexpr WholeRange kMoment{0, 24 * 60 * 60 * 1000};
constexpr const char* kColumns =
    "SELECT id, show, at, until, title, did, why, figure, tags, version, made_at, made_by FROM show_case ";

json::object case_json(store::Database& db, const store::Rows& row) {
  return {{"id", row.text(0)},
          {"show", show_briefly(db, row.text(1))},
          {"at", row.integer(2)},
          {"until", or_null(row.optional_integer(3))},
          {"title", row.text(4)},
          {"did", row.text(5)},
          {"why", row.text(6)},
          {"figure", row.text(7)},
          {"tags", tags_told(row.text(8))},
          {"version", row.integer(9)},
          {"made_at", to_rfc3339(from_ms(row.integer(10)))},
          {"made_by", person_told(db, row.text(11))}};
}

bool has_seen(store::Database& db, const std::string& id, const std::string& person) {
  auto rows = db.query("SELECT 1 FROM case_seen WHERE show_case = ? AND person = ?", id, person);
  return rows.next();
}

Result<json::object> as_expected(store::Database& db, const std::string& id,
                                 std::optional<std::int64_t> expected) {
  auto found = find_case(db, id);
  if (!expected || (found && found->at("version").as_int64() == *expected)) return found;
  if (!found) return changed_meanwhile("Somebody else removed this case meanwhile.", nullptr);
  return changed_meanwhile("Somebody else changed this case meanwhile. Nothing was written.", *found);
}

Result<void> check_moment(const CaseWriting& writing, const Case& wanted) {
  auto& db = writing.transaction.db();
  const auto show = find(db, wanted.show);
  if (!show) return invalid("/show", "There is no such show.");
  if (show->state != State::kLive && show->state != State::kArchived) {
    return invalid("/show", "This show was not on air.");
  }
  const auto times = timeline::times_of(db, wanted.show);
  if (!times) return std::unexpected(times.error());
  const auto length = timeline::show_clock(*times, writing.transaction.now()).count();
  if (wanted.at > length) return invalid("/at", "This is behind the end of the show.");
  if (!wanted.until) return {};
  if (*wanted.until <= wanted.at) return invalid("/until", "This must come after its beginning.");
  if (*wanted.until > length) return invalid("/until", "This is behind the end of the show.");
  return {};
}

// What a search looks through: each text apart, so that no word is found across two.
std::string form_of(const Case& wanted) {
  std::string form;
  const auto add = [&](const std::string& text) { form += shop::search_form(text) + " "; };
  for (const auto* text : {&wanted.title, &wanted.did, &wanted.why, &wanted.figure}) add(*text);
  for (const auto& tag : wanted.tags) add(tag);
  return form;
}

bool has_tag(const json::array& tags, const std::string& tag) {
  return std::ranges::any_of(tags, [&](const auto& each) { return each.as_string() == tag; });
}

json::array most_used(const std::map<std::string, std::int64_t, std::less<>>& counts) {
  std::vector<std::pair<std::int64_t, std::string>> order;
  for (const auto& [tag, count] : counts) order.emplace_back(-count, tag);
  std::ranges::sort(order);
  json::array tags;
  for (const auto& [count, tag] : order) tags.emplace_back(tag);
  return tags;
}

}  // namespace

Result<Case> read_case(const json::object& body) {
  constexpr TextRule kWords{.least = 1, .most = 500, .lines = Lines::kMany};
  Fields in(body);
  Case wanted{.show = in.text("show", {.least = 1, .most = 64}),
              .at = in.whole("at", kMoment),
              .until = in.optional_whole("until", kMoment),
              .title = in.text("title", {.least = 1, .most = 80}),
              .did = in.text("did", kWords),
              .why = in.text("why", kWords),
              .figure = in.optional_text("figure", {.most = 80}).value_or(""),
              .tags = read_tags(in)};
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return wanted;
}

Result<CasesAsked> cases_asked(const http::Request& request) {
  const auto read = [&](std::string_view name) { return std::string(request.asked(name).value_or("")); };
  CasesAsked asked{.q = read("q"), .tag = read("tag"), .show = read("show")};
  for (const auto& [name, text] : {std::pair{"q", &asked.q}, std::pair{"tag", &asked.tag}}) {
    if (!is_utf8(*text)) return invalid(name, "This is not UTF-8.");
    if (character_count(*text) > shop::kMostSearch) {
      return invalid(name, fmt::format("This may have {} characters at most.", shop::kMostSearch));
    }
  }
  return asked;
}

Result<json::object> make_case(const CaseWriting& writing, const Case& wanted) {
  auto& db = writing.transaction.db();
  if (auto inside = check_moment(writing, wanted); !inside) return std::unexpected(inside.error());
  {
    auto rows = db.query("SELECT count(*) FROM show_case");
    if (rows.next() && rows.integer(0) >= kMostCases) {
      return fail(Kind::kConflict, "limit-reached",
                  fmt::format("A shop keeps at most {} cases. Remove one that nobody looks at.", kMostCases));
    }
  }
  const auto id = writing.random.token(kIdLength);
  db.run(
      "INSERT INTO show_case (id, show, at, until, title, did, why, figure, tags, form, version, made_at, "
      "made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
      id, wanted.show, wanted.at, wanted.until, wanted.title, wanted.did, wanted.why, wanted.figure,
      tags_kept(wanted.tags), form_of(wanted), to_ms(writing.transaction.now()), writing.by.handle);
  people::audit(writing.transaction, writing.by, "case.made", id, {{"title", wanted.title}});
  return find_case(db, id, writing.by.handle);
}

Result<json::object> change_case(const CaseWriting& writing, const std::string& id, const Case& wanted,
                                 std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  if (auto found = as_expected(db, id, expected); !found) return found;
  if (auto inside = check_moment(writing, wanted); !inside) return std::unexpected(inside.error());
  db.run(
      "UPDATE show_case SET show = ?, at = ?, until = ?, title = ?, did = ?, why = ?, figure = ?, tags = ?, "
      "form = ?, version = version + 1 WHERE id = ?",
      wanted.show, wanted.at, wanted.until, wanted.title, wanted.did, wanted.why, wanted.figure,
      tags_kept(wanted.tags), form_of(wanted), id);
  people::audit(writing.transaction, writing.by, "case.changed", id, {{"title", wanted.title}});
  return find_case(db, id, writing.by.handle);
}

Result<void> remove_case(const CaseWriting& writing, const std::string& id,
                         std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  const auto found = as_expected(db, id, expected);
  if (!found) return std::unexpected(found.error());
  db.run("DELETE FROM show_case WHERE id = ?", id);
  people::audit(writing.transaction, writing.by, "case.removed", id, {{"title", found->at("title")}});
  return {};
}

Result<void> see_case(const CaseWriting& writing, const std::string& id) {
  auto& db = writing.transaction.db();
  if (const auto found = find_case(db, id); !found) return std::unexpected(found.error());
  db.run("INSERT INTO case_seen (show_case, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id,
         writing.by.handle, to_ms(writing.transaction.now()));
  return {};
}

Result<json::object> find_case(store::Database& db, const std::string& id, const std::string& person) {
  auto rows = db.query(std::string(kColumns) + "WHERE id = ?", id);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such case.");
  auto told = case_json(db, rows);
  told["seen"] = has_seen(db, id, person);
  return told;
}

json::object cases_json(store::Database& db, const CasesAsked& asked, const std::string& person) {
  const auto words = shop::search_words(asked.q);
  // A search for signs alone finds nothing.
  const bool nothing = words.empty() && !asked.q.empty();
  std::map<std::string, std::int64_t, std::less<>> counts;
  std::vector<std::string> found;
  {
    auto rows = db.query("SELECT id, show, tags, form FROM show_case ORDER BY position DESC");
    while (rows.next()) {
      const auto tags = tags_told(rows.text(2));
      for (const auto& tag : tags) ++counts[std::string(tag.as_string())];
      const auto form = rows.text(3);
      const bool has_words = !nothing && std::ranges::all_of(words, [&](const auto& word) {
        return form.find(word) != std::string::npos;
      });
      if (has_words && (asked.tag.empty() || has_tag(tags, asked.tag)) &&
          (asked.show.empty() || rows.text(1) == asked.show)) {
        found.push_back(rows.text(0));
      }
    }
  }
  const bool more = found.size() > kMostCasesTold;
  if (more) found.resize(kMostCasesTold);
  json::array items;
  for (const auto& id : found) items.push_back(*find_case(db, id, person));
  return {{"items", std::move(items)}, {"tags", most_used(counts)}, {"more", more}};
}

json::array cases_of_show(store::Database& db, const std::string& show) {
  json::array items;
  auto rows = db.query(std::string(kColumns) + "WHERE show = ? ORDER BY at LIMIT ?", show,
                       static_cast<std::int64_t>(kMostCasesTold));
  while (rows.next()) items.push_back(case_json(db, rows));
  return items;
}

Result<json::object> cases_of_cue(store::Database& db, const std::string& show, const std::string& cue) {
  if (const auto known = find_cue(db, show, cue); !known) return std::unexpected(known.error());
  json::array items;
  auto rows = db.query(
      std::string(kColumns) + "WHERE id IN (SELECT show_case FROM cue_case WHERE cue = ?) ORDER BY position",
      cue);
  while (rows.next()) items.push_back(case_json(db, rows));
  return json::object{{"items", std::move(items)}};
}

Result<json::object> put_cases_of_cue(const CaseWriting& writing, const std::string& show,
                                      const std::string& cue, const std::vector<std::string>& cases) {
  auto& db = writing.transaction.db();
  if (const auto known = find_cue(db, show, cue); !known) return std::unexpected(known.error());
  db.run("DELETE FROM cue_case WHERE cue = ?", cue);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!find_case(db, cases[i])) return invalid(fmt::format("/cases/{}", i), "There is no such case.");
    db.run("INSERT INTO cue_case (cue, show_case) VALUES (?, ?) ON CONFLICT DO NOTHING", cue, cases[i]);
  }
  return cases_of_cue(db, show, cue);
}

}  // namespace nigiwai::show
