#include "show/archive/chapters.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <map>

#include "people/audit.h"
#include "shop/products/products.h"
#include "shop/products/search.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 8;

std::vector<ChapterEdit> edits_of(store::Database& db, const std::string& show) {
  std::vector<ChapterEdit> edits;
  auto rows =
      db.query("SELECT id, at, title, product, removed FROM chapter_edit WHERE show = ? ORDER BY id", show);
  while (rows.next()) {
    ChapterEdit edit{.id = rows.text(0),
                     .title = rows.optional_text(2),
                     .product = rows.text(3),
                     .removed = rows.integer(4) != 0};
    if (const auto at = rows.optional_integer(1)) edit.at = Milliseconds(*at);
    edits.push_back(std::move(edit));
  }
  return edits;
}

std::string text_in(const json::object& data, std::string_view name) {
  const auto* value = data.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

// A cue names itself and, perhaps, its product; one without a title begins no chapter.
void add_cues(store::Database& db, const std::string& show, std::vector<Beginning>& beginnings) {
  auto rows = db.query(
      "SELECT at, seq, data FROM event INDEXED BY event_of_cue WHERE show = ? AND kind = 'cue.started' ORDER "
      "BY at, seq",
      show);
  while (rows.next()) {
    const auto data = json::parse(rows.text(2)).as_object();
    Beginning cue{.made_by = MadeBy::kCue,
                  .seq = rows.integer(1),
                  .at = Milliseconds(rows.integer(0)),
                  .title = text_in(data, "title"),
                  .product = text_in(data, "product")};
    if (!cue.title.empty()) beginnings.push_back(std::move(cue));
  }
}

void add_titles(store::Database& db, std::vector<Beginning>& beginnings) {
  std::map<std::string, std::string> titles;
  for (auto& each : beginnings) {
    if (!each.title.empty() || each.product.empty()) continue;
    auto [title, unknown] = titles.try_emplace(each.product);
    if (unknown) {
      auto rows = db.query("SELECT title FROM product WHERE id = ?", each.product);
      title->second = rows.next() ? rows.text(0) : each.product;
    }
    each.title = title->second;
  }
}

// The length that bounds a chapter's place: of a show that has been or is on air.
Result<Milliseconds> length_of(store::Transaction& transaction, const std::string& show) {
  if (auto known = find(transaction.db(), show); !known) return std::unexpected(known.error());
  const auto times = timeline::times_of(transaction.db(), show);
  if (!times || !times->live_at) {
    return fail(Kind::kConflict, "state", "A show has chapters from the moment it goes on air.");
  }
  return times->length.value_or(show_clock(*times, transaction.now()));
}

Result<void> refuse_stale(store::Transaction& transaction, const std::string& show,
                          const ChapterParts& parts) {
  const auto version = chapters_version(transaction.db(), show);
  if (!parts.expected || *parts.expected == version) return {};
  Problem problem{Kind::kConflict, "changed-meanwhile",
                  "Somebody else changed these chapters meanwhile. Nothing was written."};
  if (auto present = chapters_json(transaction.db(), show, parts.by))
    problem.extra = {{"present", *std::move(present)}};
  return std::unexpected(std::move(problem));
}

Result<void> refuse_beyond(const std::optional<Milliseconds>& at, Milliseconds length) {
  if (!at || *at <= length) return {};
  return invalid("/at", fmt::format("The show is {} ms long; a chapter begins within it.", length.count()));
}

Result<void> refuse_foreign(store::Transaction& transaction, const std::string& product) {
  if (product.empty() || shop::product_exists(transaction.db(), product)) return {};
  return invalid("/product", fmt::format("There is no product {}.", product));
}

void wrote(store::Transaction& transaction, const std::string& show, const char* action,
           const ChapterParts& parts) {
  auto& db = transaction.db();
  db.run(
      "INSERT INTO chapter_list (show, version) VALUES (?, 2) ON CONFLICT DO UPDATE SET version = version + "
      "1",
      show);
  parts.journal.append(transaction, show,
                       {.kind = "chapters.changed", .data = {{"version", chapters_version(db, show)}}});
  people::audit(transaction, parts.by, action, show);
}

std::unexpected<Problem> no_chapter() {
  return fail(Kind::kNotFound, "not-found", "This show has no such chapter.");
}

bool has_chapter(store::Database& db, const std::string& show, const std::string& id) {
  const auto all = chapters(db, show, std::nullopt, Removed::kShown);
  return std::ranges::any_of(all, [&](const Chapter& each) { return each.id == id; });
}

}  // namespace

std::vector<Chapter> chapters(store::Database& db, const std::string& show,
                              std::optional<Milliseconds> length, Removed removed) {
  auto beginnings = beginnings_of(marks_of(db, show));
  add_cues(db, show, beginnings);
  std::ranges::sort(beginnings, {}, [](const Beginning& each) { return std::pair(each.at, each.seq); });
  add_titles(db, beginnings);
  auto all = chapters_of(beginnings, edits_of(db, show), length, removed);
  return removed == Removed::kShown ? all : outside(std::move(all), timeline::withdrawn_of(db, show));
}

std::int64_t chapters_version(store::Database& db, const std::string& show) {
  auto rows = db.query("SELECT version FROM chapter_list WHERE show = ?", show);
  return rows.next() ? rows.integer(0) : 1;
}

json::object to_json(const Chapter& chapter) {
  json::object shown{{"id", chapter.id},
                     {"at", chapter.at.count()},
                     {"until", chapter.until ? json::value(chapter.until->count()) : json::value()},
                     {"title", chapter.title},
                     {"product", chapter.product.empty() ? json::value() : json::value(chapter.product)},
                     {"made_by", to_text(chapter.made_by)},
                     {"edited", chapter.edited}};
  if (chapter.removed) shown["removed"] = true;
  return shown;
}

Result<json::object> chapters_json(store::Database& db, const std::string& show, const http::Caller& caller) {
  if (auto known = find_for(db, show, caller); !known) return std::unexpected(known.error());
  const auto times = timeline::times_of(db, show).value_or(timeline::ShowTimes{});
  json::array items;
  for (const auto& each :
       chapters(db, show, times.length, caller.is_staff() ? Removed::kShown : Removed::kLeftOut)) {
    items.push_back(to_json(each));
  }
  return json::object{{"version", chapters_version(db, show)},
                      {"seq", times.last_seq},
                      {"items", std::move(items)},
                      {"next", nullptr}};
}

Result<ChapterChange> read_chapter(const json::object& body, ChapterBody body_of) {
  constexpr WholeRange kPlaces{0, std::int64_t{1} << 40};
  Fields in(body);
  ChapterChange change;
  if (body_of == ChapterBody::kNew) {
    change.at = Milliseconds(in.whole("at", kPlaces));
    change.title = in.text("title", kChapterTitle);
    if (in.has("product")) change.product = in.slug("product");
  } else {
    if (const auto at = in.optional_whole("at", kPlaces)) change.at = Milliseconds(*at);
    change.title = in.optional_text("title", kChapterTitle);
    change.removed = in.optional_flag("removed");
  }
  if (auto problem = in.problem()) return std::unexpected(*std::move(problem));
  return change;
}

Result<std::string> add_chapter(store::Transaction& transaction, const std::string& show,
                                const ChapterChange& wanted, const ChapterParts& parts) {
  auto& db = transaction.db();
  const auto length = length_of(transaction, show);
  if (!length) return std::unexpected(length.error());
  if (auto fresh = refuse_stale(transaction, show, parts); !fresh) return std::unexpected(fresh.error());
  if (auto within = refuse_beyond(wanted.at, *length); !within) return std::unexpected(within.error());
  const auto product = wanted.product.value_or("");
  if (auto known = refuse_foreign(transaction, product); !known) return std::unexpected(known.error());
  {
    auto rows = db.query("SELECT count(*) FROM chapter_edit WHERE show = ? AND id GLOB 'own-*'", show);
    rows.next();
    if (rows.integer(0) >= kMostOwnChapters) {
      return fail(Kind::kConflict, "chapter-limit",
                  fmt::format("A show takes {} chapters of your own. Remove one first.", kMostOwnChapters));
    }
  }
  const auto id = std::string(kOwnPrefix) + parts.random.token(kIdLength);
  db.run("INSERT INTO chapter_edit (show, id, at, title, form, product) VALUES (?, ?, ?, ?, ?, ?)", show, id,
         wanted.at->count(), *wanted.title, shop::search_form(*wanted.title), product);
  wrote(transaction, show, "chapter.added", parts);
  return id;
}

Result<void> change_chapter(store::Transaction& transaction, const std::string& show, const std::string& id,
                            const ChapterChange& wanted, const ChapterParts& parts) {
  auto& db = transaction.db();
  const auto length = length_of(transaction, show);
  if (!length) return std::unexpected(length.error());
  if (!has_chapter(db, show, id)) return no_chapter();
  if (auto fresh = refuse_stale(transaction, show, parts); !fresh) return fresh;
  if (auto within = refuse_beyond(wanted.at, *length); !within) return within;
  if (wanted.removed == true) return remove_chapter(transaction, show, id, parts);
  db.run("INSERT INTO chapter_edit (show, id) VALUES (?, ?) ON CONFLICT DO NOTHING", show, id);
  if (wanted.at)
    db.run("UPDATE chapter_edit SET at = ? WHERE show = ? AND id = ?", wanted.at->count(), show, id);
  if (wanted.title) {
    db.run("UPDATE chapter_edit SET title = ?, form = ? WHERE show = ? AND id = ?", *wanted.title,
           shop::search_form(*wanted.title), show, id);
  }
  if (wanted.removed) db.run("UPDATE chapter_edit SET removed = 0 WHERE show = ? AND id = ?", show, id);
  wrote(transaction, show, "chapter.changed", parts);
  return {};
}

Result<void> remove_chapter(store::Transaction& transaction, const std::string& show, const std::string& id,
                            const ChapterParts& parts) {
  auto& db = transaction.db();
  if (auto known = length_of(transaction, show); !known) return std::unexpected(known.error());
  if (!has_chapter(db, show, id)) return no_chapter();
  if (auto fresh = refuse_stale(transaction, show, parts); !fresh) return fresh;
  if (id.starts_with(kOwnPrefix)) {
    db.run("DELETE FROM chapter_edit WHERE show = ? AND id = ?", show, id);
  } else {
    db.run(
        "INSERT INTO chapter_edit (show, id, removed) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET removed = 1",
        show, id);
  }
  wrote(transaction, show, "chapter.removed", parts);
  return {};
}

}  // namespace nigiwai::show
