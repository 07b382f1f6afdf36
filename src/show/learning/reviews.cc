#include "show/learning/reviews.h"

#include <fmt/format.h>

#include "base/time.h"
#include "people/audit.h"
#include "show/learning/told.h"
#include "show/shows.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;

Result<void> still_open(store::Database& db, const std::string& show) {
  if (auto over = must_be_over(db, show); !over) return over;
  if (closed_json(db, show).is_null()) return {};
  return fail(Kind::kConflict, "closed",
              "This review was closed and stays as it was. Open it again, or write into the next review.");
}

Result<json::object> find_note(store::Database& db, const std::string& show, const std::string& note) {
  auto rows = db.query(std::string(kNoteColumns) + "WHERE id = ? AND show = ?", note, show);
  if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such note in this review.");
  return note_json(db, rows);
}

// The note that a writer has in mind, if it still is as they saw it.
Result<json::object> as_expected(store::Database& db, const std::string& show, const std::string& note,
                                 std::optional<std::int64_t> expected) {
  auto found = find_note(db, show, note);
  if (!expected || (found && found->at("version").as_int64() == *expected)) return found;
  if (!found) return changed_meanwhile("Somebody else took this note away meanwhile.", nullptr);
  return changed_meanwhile("Somebody else changed this note meanwhile. Nothing was written.", *found);
}

Result<void> within_show(store::Database& db, const std::string& show, std::optional<std::int64_t> at) {
  const auto times = timeline::times_of(db, show);
  if (!at || !times || *at <= times->length.value_or(Milliseconds(0)).count()) return {};
  return invalid("/at", "This is behind the end of the show.");
}

}  // namespace

Result<ReviewNote> read_review_note(const json::object& body) {
  constexpr WholeRange kMoment{0, 24 * 60 * 60 * 1000};
  Fields in(body);
  ReviewNote note{.kind = in.text("kind", {.least = 1, .most = 20}),
                  .text = in.text("text", {.least = 1, .most = kMostNoteText, .lines = Lines::kMany}),
                  .at = in.optional_whole("at", kMoment)};
  if (note.kind != "keep" && note.kind != "problem" && note.kind != "try") {
    in.wrong("kind", "This must be keep, problem or try.");
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return note;
}

Result<void> must_be_over(store::Database& db, const std::string& show) {
  const auto found = find(db, show);
  if (!found) return std::unexpected(found.error());
  if (found->state == State::kArchived) return {};
  return fail(Kind::kConflict, "state", "Only a show that is over can be reviewed.");
}

Result<json::object> add_note(const ReviewWriting& writing, const ReviewNote& note) {
  auto& db = writing.transaction.db();
  if (auto open = still_open(db, writing.show); !open) return std::unexpected(open.error());
  if (auto inside = within_show(db, writing.show, note.at); !inside) return std::unexpected(inside.error());
  {
    auto rows = db.query("SELECT count(*) FROM review_note WHERE show = ?", writing.show);
    if (rows.next() && rows.integer(0) >= kMostReviewNotes) {
      return fail(Kind::kConflict, "limit-reached",
                  fmt::format("A review has at most {} notes. Put some together first.", kMostReviewNotes));
    }
  }
  const auto id = writing.random.token(kIdLength);
  db.run(
      "INSERT INTO review_note (id, show, kind, text, at, version, made_at, made_by, changed_at, changed_by) "
      "VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?6, ?7)",
      id, writing.show, note.kind, note.text, note.at, to_ms(writing.transaction.now()), writing.by.handle);
  return find_note(db, writing.show, id);
}

Result<json::object> change_note(const ReviewWriting& writing, const std::string& note,
                                 const ReviewNote& text, std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  if (auto open = still_open(db, writing.show); !open) return std::unexpected(open.error());
  if (auto inside = within_show(db, writing.show, text.at); !inside) return std::unexpected(inside.error());
  auto found = as_expected(db, writing.show, note, expected);
  if (!found) return found;
  if (text.kind != "try" && !found->at("for_show").is_null()) {
    return invalid("/kind", "This is planned for a show. Take it out of there first.");
  }
  db.run(
      "UPDATE review_note SET kind = ?, text = ?, at = ?, version = version + 1, changed_at = ?, changed_by "
      "= ? WHERE id = ?",
      text.kind, text.text, text.at, to_ms(writing.transaction.now()), writing.by.handle, note);
  return find_note(db, writing.show, note);
}

Result<void> remove_note(const ReviewWriting& writing, const std::string& note,
                         std::optional<std::int64_t> expected) {
  auto& db = writing.transaction.db();
  if (auto open = still_open(db, writing.show); !open) return open;
  const auto found = as_expected(db, writing.show, note, expected);
  if (!found) return std::unexpected(found.error());
  db.run("DELETE FROM review_note WHERE id = ?", note);
  return {};
}

Result<json::object> plan_try(const ReviewWriting& writing, const std::string& note,
                              const std::string& for_show) {
  auto& db = writing.transaction.db();
  if (auto over = must_be_over(db, writing.show); !over) return std::unexpected(over.error());
  auto found = find_note(db, writing.show, note);
  if (!found) return found;
  if (found->at("kind").as_string() != "try") {
    return fail(Kind::kConflict, "state", "Only a try is planned for a show.");
  }
  if (!for_show.empty()) {
    const auto coming = find(db, for_show);
    if (!coming) return invalid("/show", "There is no such show.");
    if (coming->state == State::kArchived || coming->state == State::kCancelled ||
        is_rehearsal(coming->state)) {
      return invalid("/show", "This show is over. Choose one that is to come.");
    }
  }
  db.run(
      "UPDATE review_note SET for_show = nullif(?, ''), outcome = '', outcome_at = NULL, outcome_by = '' "
      "WHERE id = ?",
      for_show, note);
  return find_note(db, writing.show, note);
}

Result<json::object> decide_try(const ReviewWriting& writing, const std::string& note,
                                const std::string& outcome) {
  auto& db = writing.transaction.db();
  if (auto over = must_be_over(db, writing.show); !over) return std::unexpected(over.error());
  if (!outcome.empty() && outcome != "helped" && outcome != "did-not" && outcome != "not-tried") {
    return invalid("/outcome", "This must be helped, did-not or not-tried, or empty to take it back.");
  }
  std::string from;
  {
    auto rows = db.query("SELECT show FROM review_note WHERE id = ? AND for_show = ?", note, writing.show);
    if (!rows.next()) {
      return fail(Kind::kNotFound, "not-found", "There is no such try planned for this show.");
    }
    from = rows.text(0);
  }
  const bool decided = !outcome.empty();
  db.run("UPDATE review_note SET outcome = ?, outcome_at = ?, outcome_by = ? WHERE id = ?", outcome,
         decided ? std::optional(to_ms(writing.transaction.now())) : std::nullopt,
         decided ? writing.by.handle : std::string(), note);
  return find_note(db, from, note);
}

Result<json::object> close_review(const ReviewWriting& writing, timeline::Journal& journal) {
  auto& db = writing.transaction.db();
  if (auto open = still_open(db, writing.show); !open) return std::unexpected(open.error());
  std::int64_t notes = 0;
  {
    auto rows = db.query("SELECT count(*) FROM review_note WHERE show = ?", writing.show);
    if (rows.next()) notes = rows.integer(0);
  }
  if (notes == 0) {
    return fail(Kind::kConflict, "state",
                "Write at least one thing to keep, one problem or one try before you close the review.");
  }
  db.run(
      "INSERT INTO review (show, closed_at, closed_by) VALUES (?1, ?2, ?3) ON CONFLICT (show) DO UPDATE SET "
      "closed_again_at = ?2, closed_by = ?3, reopened_at = NULL",
      writing.show, to_ms(writing.transaction.now()), writing.by.handle);
  people::audit(writing.transaction, writing.by, "review.closed", writing.show, {{"notes", notes}});
  journal.append(writing.transaction, "",
                 {.kind = "review.closed",
                  .data = {{"show", writing.show}, {"notes", notes}},
                  .audience = timeline::Audience::kStaff},
                 writing.by, Milliseconds(0));
  return closed_json(db, writing.show).as_object();
}

Result<json::object> reopen_review(const ReviewWriting& writing, timeline::Journal& journal,
                                   const std::string& reason) {
  auto& db = writing.transaction.db();
  if (auto over = must_be_over(db, writing.show); !over) return std::unexpected(over.error());
  if (closed_json(db, writing.show).is_null()) return fail(Kind::kConflict, "state", "This review is open.");
  db.run("UPDATE review SET reopened_at = ? WHERE show = ?", to_ms(writing.transaction.now()), writing.show);
  people::audit(writing.transaction, writing.by, "review.reopened", writing.show, {{"reason", reason}});
  journal.append(writing.transaction, "",
                 {.kind = "review.reopened",
                  .data = {{"show", writing.show}, {"reason", reason}},
                  .audience = timeline::Audience::kStaff},
                 writing.by, Milliseconds(0));
  return json::object{{"closed", nullptr}};
}

}  // namespace nigiwai::show
