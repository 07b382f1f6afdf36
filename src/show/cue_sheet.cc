#include "show/cue_sheet.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "show/cue_start.h"
#include "show/shelves.h"
#include "show/shows.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 10;
constexpr const char* kColumns =
    "SELECT id, place, version, title, intent, length, points, product, offer, poll, changed_at, changed_by "
    "FROM cue ";

Cue from_row(const store::Rows& row) {
  return {.id = row.text(0),
          .place = row.integer(1),
          .version = row.integer(2),
          .text = {.title = row.text(3),
                   .intent = intent_of(row.text(4)).value_or(Intent::kNone),
                   .length = std::chrono::seconds(row.integer(5)),
                   .points = row.text(6),
                   .product = row.optional_text(7).value_or(""),
                   .offer = row.text(8),
                   .poll = row.text(9)},
          .changed_at = from_ms(row.integer(10)),
          .changed_by = row.text(11)};
}

Result<void> open_for_writing(const CueWriting& writing) {
  const auto show = find(writing.transaction.db(), writing.show);
  if (!show) return std::unexpected(show.error());
  if (show->state == State::kArchived || show->state == State::kCancelled ||
      show->state == State::kRehearsed) {
    return fail(Kind::kConflict, "state",
                fmt::format("This show is {}; its cue sheet stays as it was. Copy it into another show.",
                            to_text(show->state)));
  }
  return {};
}

Result<void> refuse_foreign_product(const CueWriting& writing, const std::string& product) {
  if (product.empty() || ShowShelves().on_shelf(writing.transaction.db(), writing.show, product)) return {};
  return invalid("/product",
                 fmt::format("The product '{}' is not on the show's shelf. Put it there first.", product));
}

std::optional<std::string> text_or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void insert(const CueWriting& writing, const Cue& cue) {
  const auto& text = cue.text;
  writing.transaction.db().run(
      "INSERT INTO cue (id, show, place, version, title, intent, length, points, product, offer, poll, "
      "changed_at, "
      "changed_by) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      cue.id, writing.show, cue.place, text.title, to_text(text.intent), text.length.count(), text.points,
      text_or_none(text.product), text.offer, text.poll, to_ms(writing.transaction.now()), writing.by.handle);
}

std::vector<Placed> places_of(store::Database& db, const std::string& show) {
  std::vector<Placed> places;
  auto rows = db.query("SELECT id, place FROM cue WHERE show = ? ORDER BY place, id", show);
  while (rows.next()) places.push_back({rows.text(0), rows.integer(1)});
  return places;
}

void write_places(store::Database& db, const std::vector<Placed>& places) {
  for (const auto& each : places) db.run("UPDATE cue SET place = ? WHERE id = ?", each.place, each.id);
}

std::unexpected<Problem> too_many() {
  return fail(Kind::kTooMany, "too-many",
              fmt::format("A cue sheet has at most {} cues. Take some away first.", kMostCues));
}

// The cue that a writer has in mind, if it still is as they saw it.
Result<Cue> as_expected(const CueWriting& writing, const std::string& id,
                        std::optional<std::int64_t> expected) {
  auto cue = find_cue(writing.transaction.db(), writing.show, id);
  if (!expected || (cue && cue->version == *expected)) return cue;
  Problem problem{Kind::kConflict, "changed-meanwhile",
                  cue ? "Somebody else changed this cue meanwhile. Nothing was written."
                      : "Somebody else took this cue away meanwhile. Nothing was written."};
  problem.extra = {{"present", cue ? json::value(to_json(*cue)) : json::value()}};
  return std::unexpected(std::move(problem));
}

}  // namespace

Result<Cue> add_cue(const CueWriting& writing, const CueText& text, const After& after) {
  auto& db = writing.transaction.db();
  if (auto open = open_for_writing(writing); !open) return std::unexpected(open.error());
  if (auto own = refuse_foreign_product(writing, text.product); !own) return std::unexpected(own.error());
  const auto sheet = places_of(db, writing.show);
  if (sheet.size() >= kMostCues) return too_many();
  Cue cue{.id = writing.random.token(kIdLength), .text = text};
  const auto behind = after           ? text_or_none(*after)
                      : sheet.empty() ? std::nullopt
                                      : std::optional(sheet.back().id);
  const auto placed = placed_after(sheet, cue.id, behind);
  if (!placed) return std::unexpected(placed.error());
  insert(writing, cue);
  write_places(db, *placed);
  return find_cue(db, writing.show, cue.id);
}

Result<Cue> change_cue(const CueWriting& writing, const std::string& id, const CueText& text,
                       std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  if (auto open = open_for_writing(writing); !open) return std::unexpected(open.error());
  const auto cue = as_expected(writing, id, expected);
  if (!cue) return cue;
  // A product that left the shelf may stay in the cue that had it.
  if (text.product != cue->text.product) {
    if (auto own = refuse_foreign_product(writing, text.product); !own) return std::unexpected(own.error());
  }
  db.run(
      "UPDATE cue SET version = version + 1, title = ?, intent = ?, length = ?, points = ?, product = ?, "
      "offer = ?, "
      "poll = ?, changed_at = ?, changed_by = ? WHERE id = ?",
      text.title, to_text(text.intent), text.length.count(), text.points, text_or_none(text.product),
      text.offer, text.poll, to_ms(writing.transaction.now()), writing.by.handle, id);
  return find_cue(db, writing.show, id);
}

Result<void> remove_cue(const CueWriting& writing, const std::string& id,
                        std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  if (auto open = open_for_writing(writing); !open) return open;
  const auto cue = as_expected(writing, id, expected);
  if (!cue) return std::unexpected(cue.error());
  const auto current = current_cue(db, writing.show);
  if (current && current->cue == id) {
    return fail(Kind::kConflict, "state", "This cue is on air. Start another before you take it away.");
  }
  db.run("DELETE FROM cue WHERE id = ?", id);
  return {};
}

Result<void> move_cue(const CueWriting& writing, const std::string& id, const std::string& after) {
  auto& db = writing.transaction.db();
  if (auto open = open_for_writing(writing); !open) return open;
  if (const auto cue = find_cue(db, writing.show, id); !cue) return std::unexpected(cue.error());
  const auto placed = placed_after(places_of(db, writing.show), id, text_or_none(after));
  if (!placed) return std::unexpected(placed.error());
  write_places(db, *placed);
  return {};
}

Result<Copied> copy_cues(const CueWriting& writing, const std::string& from) {
  auto& db = writing.transaction.db();
  if (auto open = open_for_writing(writing); !open) return std::unexpected(open.error());
  if (from == writing.show) return invalid("/from", "A cue sheet cannot be copied into its own show.");
  if (!find(db, from)) return invalid("/from", "There is no such show.");
  const auto sheet = places_of(db, writing.show);
  auto cues = cues_of(db, from);
  if (cues.empty()) return invalid("/from", "This show has no cue sheet.");
  if (sheet.size() + cues.size() > kMostCues) return too_many();
  Copied copied{.cues = cues.size()};
  auto place = sheet.empty() ? std::int64_t{0} : sheet.back().place;
  for (auto& cue : cues) {
    cue.id = writing.random.token(kIdLength);
    cue.place = place += kPlaceStep;
    if (!refuse_foreign_product(writing, cue.text.product)) {
      if (std::ranges::find(copied.not_on_shelf, cue.text.product) == copied.not_on_shelf.end()) {
        copied.not_on_shelf.push_back(cue.text.product);
      }
      cue.text.product.clear();
    }
    insert(writing, cue);
  }
  return copied;
}

std::vector<Cue> cues_of(store::Database& db, const std::string& show) {
  std::vector<Cue> cues;
  auto rows = db.query(std::string(kColumns) + "WHERE show = ? ORDER BY place, id", show);
  while (rows.next()) cues.push_back(from_row(rows));
  return cues;
}

Result<Cue> find_cue(store::Database& db, const std::string& show, const std::string& cue) {
  auto rows = db.query(std::string(kColumns) + "WHERE id = ? AND show = ?", cue, show);
  if (!rows.next())
    return fail(Kind::kNotFound, "not-found", "There is no such cue in this show's cue sheet.");
  return from_row(rows);
}

Result<json::object> sheet_json(store::Database& db, const std::string& show, WallTime now) {
  if (const auto found = find(db, show); !found) return std::unexpected(found.error());
  const auto times = timeline::times_of(db, show);
  if (!times) return std::unexpected(times.error());
  const auto cues = cues_of(db, show);
  const auto planned = planned_starts(cues);
  const auto starts = cue_starts(db, show);
  const auto lengths = lasted(starts, timeline::show_clock(*times, now));
  json::array items;
  for (std::size_t i = 0; i < cues.size(); ++i) {
    auto item = to_json(cues[i]);
    item["planned_ms"] = planned[i].count();
    const auto first = std::ranges::find(starts, cues[i].id, &CueStart::cue);
    item["started_ms"] = first == starts.end() ? json::value() : json::value(first->at.count());
    items.push_back(std::move(item));
  }
  json::array happened;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    happened.push_back({{"cue", starts[i].cue},
                        {"title", starts[i].title},
                        {"at", starts[i].at.count()},
                        {"seq", starts[i].seq},
                        {"lasted_ms", lengths[i].count()}});
  }
  return json::object{
      {"items", std::move(items)},
      {"length_s", planned_length(cues).count()},
      {"starts", std::move(happened)},
      {"current", times->live() && !starts.empty() ? json::value(starts.back().cue) : json::value()}};
}

}  // namespace nigiwai::show
