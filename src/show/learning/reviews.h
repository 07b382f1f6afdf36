// Reviews (ふりかえり) of shows that are over: what the team keeps, what was a problem, what it tries next.
//
// The figures of a review are counted whenever somebody looks (review_counting.h). What people write are
// notes, each with a version of its own, so that people who write at once meet no conflict and the same note
// written twice refuses the second. A review that was closed stays as it was until somebody opens it again,
// saying why; what became of a try is still told.
#pragma once

#include "base/fields.h"
#include "base/random.h"
#include "http/caller.h"
#include "show/learning/review_counting.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::show {

inline constexpr std::int64_t kMostReviewNotes = 60;        // more than a team can talk through
inline constexpr std::size_t kMostNoteText = 500;           // one thought
inline constexpr std::chrono::hours kReviewWithin{7 * 24};  // after the show's end, while people remember
inline constexpr std::size_t kMostOpenQuestions = 100;      // listed in one review
inline constexpr std::int64_t kMostReviewsListed = 50;

struct ReviewNote {
  std::string kind{};  // "keep", "problem" or "try"
  std::string text{};
  std::optional<std::int64_t> at{};  // ms of the show
};
Result<ReviewNote> read_review_note(const json::object& body);

// Those who write need all of these; they outlive the call.
struct ReviewWriting {
  store::Transaction& transaction;
  Random& random;
  const http::Caller& by;
  const std::string& show;
};

// All refuse a show that is not over (conflict "state") or is reviewed (conflict "closed"), and the note past
// kMostReviewNotes (conflict "limit-reached"). What was written is answered.
Result<json::object> add_note(const ReviewWriting& writing, const ReviewNote& note);
// With `expected`, refuses when the note is not at that version: conflict "changed-meanwhile" {present}.
Result<json::object> change_note(const ReviewWriting& writing, const std::string& note,
                                 const ReviewNote& text, std::optional<std::int64_t> expected);
Result<void> remove_note(const ReviewWriting& writing, const std::string& note,
                         std::optional<std::int64_t> expected);
// A try becomes something to do in a coming show, or in none with "". Also of a review that is closed. What
// was decided about it in another show is taken back.
Result<json::object> plan_try(const ReviewWriting& writing, const std::string& note,
                              const std::string& for_show);
// Whether what was to be tried in this show helped: "helped", "did-not", "not-tried", or "" to take it back.
Result<json::object> decide_try(const ReviewWriting& writing, const std::string& note,
                                const std::string& outcome);
// Refuses a review without a note. Writes review.closed into the shop's timeline. Answers {"at", "by"}.
Result<json::object> close_review(const ReviewWriting& writing, timeline::Journal& journal);
// Opens one again that was closed (conflict "state" otherwise), and writes review.reopened. What its first
// closing proved stays proved.
Result<json::object> reopen_review(const ReviewWriting& writing, timeline::Journal& journal,
                                   const std::string& reason);

// GET /api/shows/{id}/review; conflict "state" for a show that is not over.
Result<json::object> review_json(store::Database& db, const std::string& show, WallTime now,
                                 const ReviewCounting& counting);
// What is to be tried in this show: the notes of other reviews, each with the show it is from.
json::array tries_for(store::Database& db, const std::string& show);
// The newest shows that are over, and how far each is reviewed.
json::array reviews_json(store::Database& db, WallTime now);

// For the rows and the view of this room.
json::object note_json(store::Database& db, const store::Rows& row);
inline constexpr const char* kNoteColumns =
    "SELECT id, show, kind, text, at, version, made_at, made_by, changed_at, changed_by, for_show, outcome, "
    "outcome_at, outcome_by FROM review_note ";
Result<void> must_be_over(store::Database& db, const std::string& show);
// {"at", "by"}, or null while it is open.
json::value closed_json(store::Database& db, const std::string& show);

}  // namespace nigiwai::show
