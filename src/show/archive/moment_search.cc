#include "show/archive/moment_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/time.h"
#include "shop/products/search.h"
#include "show/archive/chapters.h"
#include "show/archive/moment_index.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kLongestQuestion = 100;  // characters

using Words = std::vector<std::string>;  // search_words

bool has_all(const std::string& form, const Words& words) {
  return !words.empty() &&
         std::ranges::all_of(words, [&](const auto& word) { return form.find(word) != std::string::npos; });
}

struct Product {
  std::string id;
  std::string title;
};
// Of the show's shelf.
std::vector<Product> products_found(store::Database& db, const std::string& show, const std::string& match) {
  std::vector<Product> found;
  auto rows = db.query(
      "SELECT p.id, p.title FROM show_shelf h JOIN product p ON p.id = h.product WHERE h.show = ? AND "
      "p.position IN "
      "(SELECT rowid FROM product_search WHERE product_search MATCH ?) ORDER BY h.place",
      show, match);
  while (rows.next()) found.push_back({rows.text(0), rows.text(1)});
  return found;
}

// Chapters whose title or product was found, and products that no such chapter shows.
std::vector<json::object> named_moments(store::Database& db, const std::string& show, const Words& words,
                                        const std::string& match) {
  std::vector<json::object> found;
  const auto products = products_found(db, show, match);
  std::set<std::string> shown;
  for (const auto& chapter : chapters(db, show, std::nullopt)) {
    const bool of_product =
        std::ranges::any_of(products, [&](const auto& each) { return each.id == chapter.product; });
    if (!of_product && !has_all(shop::search_form(chapter.title), words)) continue;
    shown.insert(chapter.product);
    found.push_back({{"kind", "chapter"},
                     {"at", chapter.at.count()},
                     {"title", chapter.title},
                     {"product", chapter.product.empty() ? json::value() : json::value(chapter.product)}});
    if (found.size() == kMostFoundOfKind) break;
  }
  for (const auto& product : products) {
    if (shown.contains(product.id) || found.size() >= 2 * kMostFoundOfKind) continue;
    found.push_back(
        {{"kind", "product"}, {"at", nullptr}, {"title", product.title}, {"product", product.id}});
  }
  return found;
}

// Captions with all words, the first of each show's languages.
void add_captions(store::Database& db, const std::string& show, const Words& words,
                  std::span<const timeline::Withdrawn> withdrawn, std::vector<json::object>& found) {
  if (words.empty()) return;
  // A show's captions are some thousand: looked through, in less time than an index would take to ask.
  auto rows = db.query(
      "SELECT from_ms, until_ms, text, form, language FROM caption WHERE show = ? AND instr(form, ?) > 0 "
      "ORDER BY "
      "language, number",
      show, words.front());
  std::size_t count = 0;
  while (count < kMostFoundOfKind && rows.next()) {
    const timeline::Withdrawn stretch{Milliseconds(rows.integer(0)), Milliseconds(rows.integer(1))};
    if (!has_all(rows.text(3), words) || timeline::overlaps(withdrawn, stretch)) continue;
    ++count;
    found.push_back({{"kind", "caption"},
                     {"at", stretch.from.count()},
                     {"text", rows.text(2)},
                     {"language", rows.text(4)}});
  }
}

// Whether what was said in the show has all words, in a part that is not withdrawn. Looks only while any of
// `left` is left, and takes one for a show that has captions.
bool is_spoken(store::Database& db, const std::string& show, const Words& words, int& left) {
  if (left == 0) return false;
  {
    auto rows = db.query("SELECT 1 FROM caption WHERE show = ? LIMIT 1", show);
    if (!rows.next()) return false;
  }
  --left;
  std::vector<json::object> spoken;
  add_captions(db, show, words, timeline::withdrawn_of(db, show), spoken);
  return !spoken.empty();
}

// "place : \"h3k9\" AND grams : (…)": the lines of one show, or of its staff.
std::string match_in(const std::string& show, const std::string& match, bool staff) {
  return fmt::format("place : \"{}\" AND {}grams : ({})", show, staff ? "place : staff AND " : "", match);
}

json::object line_json(const timeline::Event& event, const timeline::View& view) {
  auto shown = timeline::to_json(event, view);
  json::object line{{"kind", event.by_role == "viewer" ? "line" : "staff"},
                    {"at", event.at.count()},
                    {"seq", event.seq},
                    {"text", event.text},
                    {"by", shown.contains("by") ? shown["by"] : json::value()},
                    {"accepted_at", shown["accepted_at"]}};
  if (event.hidden) line["hidden"] = true;
  return line;
}

enum class Whose { kStaff, kAll };
using Seqs = std::set<std::int64_t>;

// The lines past `after` that the view may see, without those of `but`, and where to go on when there are
// more than `limit`.
struct Lines {
  std::vector<json::object> items;
  std::optional<std::int64_t> next;
};
Lines lines_found(store::Database& db, const std::string& show, const std::string& match, Whose whose,
                  std::int64_t after, std::size_t limit, const timeline::View& view, const Seqs& but = {}) {
  std::vector<std::int64_t> positions;
  {
    auto rows = db.query(
        "SELECT rowid FROM moment_search WHERE moment_search MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
        match_in(show, match, whose == Whose::kStaff), after, kMostLookedAt + 1);
    while (rows.next()) positions.push_back(rows.integer(0));
  }
  Lines found;
  std::int64_t looked = 0;
  for (const auto position : positions) {
    if (found.items.size() == limit || looked == kMostLookedAt) {
      found.next = after;
      break;
    }
    ++looked;
    after = position;
    const auto event = timeline::event_of_position(db, position);
    if (!event || event->show != show || event->text.empty() || !timeline::may_see(*event, view)) continue;
    if (!but.contains(event->seq)) found.items.push_back(line_json(*event, view));
  }
  return found;
}

timeline::View view_of(store::Database& db, const http::Caller& caller) {
  auto rows = db.query("SELECT value FROM secret WHERE name = 'pseudonyms'");
  return {
      .staff = caller.is_staff(), .person = caller.id, .secret = rows.next() ? rows.text(0) : std::string()};
}

// Which shows the newest matching lines stand in, newest first.
void add_shows_with_lines(store::Database& db, const std::string& match, const timeline::View& view,
                          std::set<std::string>& shows) {
  std::vector<std::int64_t> positions;
  {
    auto rows =
        db.query("SELECT rowid FROM moment_search WHERE moment_search MATCH ? ORDER BY rowid DESC LIMIT ?",
                 fmt::format("grams : ({})", match), kNewestMatches);
    while (rows.next()) positions.push_back(rows.integer(0));
  }
  for (const auto position : positions) {
    const auto event = timeline::event_of_position(db, position);
    if (event && !event->text.empty() && timeline::may_see(*event, view)) shows.insert(event->show);
  }
}

struct ShowRow {
  std::string id, title, state;
};
// Of all that the public may watch, newest first.
std::vector<ShowRow> watchable(store::Database& db) {
  std::vector<ShowRow> shows;
  auto rows = db.query(
      "SELECT id, title, state FROM show WHERE state IN ('live', 'archived') ORDER BY listed_at DESC, "
      "position DESC");
  while (rows.next()) shows.push_back({rows.text(0), rows.text(1), rows.text(2)});
  return shows;
}

std::set<std::string> shows_named(store::Database& db, const Words& words, const std::string& match) {
  std::set<std::string> shows;
  {
    auto rows = db.query(
        "SELECT DISTINCT h.show FROM product_search s JOIN product p ON p.position = s.rowid JOIN show_shelf "
        "h ON "
        "h.product = p.id WHERE product_search MATCH ?",
        match);
    while (rows.next()) shows.insert(rows.text(0));
  }
  auto rows = db.query("SELECT show, form FROM chapter_edit WHERE removed = 0 AND form <> ''");
  while (rows.next()) {
    if (has_all(rows.text(1), words)) shows.insert(rows.text(0));
  }
  return shows;
}

json::object summary(store::Database& db, const ShowRow& show, Broadcasting& broadcasting) {
  const auto times = timeline::times_of(db, show.id).value_or(timeline::ShowTimes{});
  return {{"id", show.id},
          {"title", show.title},
          {"state", show.state},
          {"live_at", times.live_at ? json::value(to_rfc3339(*times.live_at)) : json::value()},
          {"length_ms", times.length ? json::value(times.length->count()) : json::value()},
          {"poster", broadcasting.media(show.id).poster ? json::value("/media/" + show.id + "/poster.jpg")
                                                        : json::value()}};
}

}  // namespace

Result<MomentQuestion> moment_question(const http::Request& request) {
  MomentQuestion question{.q = std::string(request.asked("q").value_or(""))};
  if (!is_utf8(question.q)) return invalid("q", "This is not UTF-8.");
  if (question.q.find_first_not_of(" \t\r\n") == std::string::npos)
    return invalid("q", "Say what to look for.");
  if (character_count(question.q) > kLongestQuestion) {
    return invalid("q", fmt::format("This may have {} characters at most.", kLongestQuestion));
  }
  const auto page = http::page_asked(request);
  if (!page) return std::unexpected(page.error());
  question.cursor = page->cursor;
  question.limit = page->limit;
  return question;
}

Result<json::object> search_show(store::Database& db, const std::string& show, const MomentQuestion& question,
                                 const http::Caller& caller) {
  if (auto known = find_for(db, show, caller); !known) return std::unexpected(known.error());
  std::int64_t after = 0;
  const auto* end = question.cursor.data() + question.cursor.size();
  if (!question.cursor.empty() && std::from_chars(question.cursor.data(), end, after).ptr != end) {
    return invalid("cursor", "This is not a cursor that a list gave.");
  }
  json::array items;
  const auto match = shop::search_query(question.q);
  // A search for signs alone finds nothing.
  if (match.empty()) return json::object{{"items", std::move(items)}, {"next", nullptr}};
  const auto view = view_of(db, caller);
  // The first of the staff's lines stand on the first page and on no other.
  auto staff = lines_found(db, show, match, Whose::kStaff, 0, kMostFoundOfKind, view).items;
  Seqs told;
  for (const auto& line : staff) told.insert(line.at("seq").as_int64());
  if (question.cursor.empty()) {
    for (auto& moment : named_moments(db, show, shop::search_words(question.q), match))
      items.push_back(std::move(moment));
    for (auto& line : staff) items.push_back(std::move(line));
    std::vector<json::object> spoken;
    add_captions(db, show, shop::search_words(question.q), timeline::withdrawn_of(db, show), spoken);
    for (auto& caption : spoken) items.push_back(std::move(caption));
  }
  auto lines =
      lines_found(db, show, match, Whose::kAll, after, static_cast<std::size_t>(question.limit), view, told);
  for (auto& line : lines.items) items.push_back(std::move(line));
  return json::object{{"items", std::move(items)},
                      {"next", lines.next ? json::value(std::to_string(*lines.next)) : json::value()}};
}

Result<json::object> search_shows(store::Database& db, const MomentQuestion& question,
                                  const http::Caller& caller, Broadcasting& broadcasting) {
  json::array items;
  const auto match = shop::search_query(question.q);
  if (match.empty()) return json::object{{"items", std::move(items)}, {"next", nullptr}};
  const auto words = shop::search_words(question.q);
  auto found = shows_named(db, words, match);
  add_shows_with_lines(db, match, view_of(db, caller), found);
  // One more than is shown tells whether there are more.
  const MomentQuestion first{.q = question.q, .limit = kMostFoundOfShow + 1};
  int left = kMostSpokenLookedThrough;
  for (const auto& show : watchable(db)) {
    if (items.size() == kMostShowsFound) break;
    if (!found.contains(show.id) && !has_all(shop::search_form(show.title), words) &&
        !is_spoken(db, show.id, words, left))
      continue;
    auto inside = search_show(db, show.id, first, caller);
    if (!inside) return std::unexpected(inside.error());
    auto& moments = inside->at("items").as_array();
    const bool more = moments.size() > kMostFoundOfShow;
    if (more) moments.resize(kMostFoundOfShow);
    items.push_back(
        {{"show", summary(db, show, broadcasting)}, {"moments", std::move(moments)}, {"more", more}});
  }
  return json::object{{"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace nigiwai::show
