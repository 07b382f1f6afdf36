#include <boost/json/array.hpp>

#include "base/time.h"
#include "show/cue_sheet.h"
#include "show/learning/cases.h"
#include "show/learning/reviews.h"
#include "show/learning/told.h"
#include "show/shows.h"
#include "talk/questions.h"

namespace nigiwai::show {
namespace {

constexpr std::int64_t kMostQuestionsRead = 5'000;  // of one show

json::object to_json(const CueResult& result) {
  return {{"cue", result.cue},
          {"title", result.title},
          {"planned_ms", result.planned ? json::value(Milliseconds(*result.planned).count()) : json::value()},
          {"started_ms", result.started ? json::value(result.started->count()) : json::value()},
          {"lasted_ms", result.lasted.count()},
          {"orders", result.orders},
          {"saves", result.saves},
          {"questions", result.questions}};
}

json::object cues_json(store::Database& db, const std::string& show, const CueResults& results,
                       Milliseconds length) {
  json::array items;
  for (const auto& cue : results.cues) items.push_back(to_json(cue));
  return {{"items", std::move(items)},
          {"outside", to_json(results.outside)},
          {"planned_ms", Milliseconds(planned_length(cues_of(db, show))).count()},
          {"length_ms", length.count()}};
}

std::string_view unit_text(TargetUnit unit) {
  switch (unit) {
    case TargetUnit::kSeconds:
      return "seconds";
    case TargetUnit::kMoney:
      return "money";
    case TargetUnit::kPermille:
      return "permille";
    case TargetUnit::kNumber:
      break;
  }
  return "number";
}

json::object figures_json(store::Database& db, const ShowResults& results) {
  json::array items;
  for (const auto& figure : results.figures) {
    items.push_back(json::object{{"figure", figure.figure},
                                 {"unit", unit_text(figure.unit)},
                                 {"target", or_null(figure.target)},
                                 {"value", or_null(figure.value)},
                                 {"usual", or_null(figure.usual)},
                                 {"last", or_null(figure.last)}});
  }
  auto rows = db.query("SELECT currency FROM shop WHERE id = 1");
  return {{"items", std::move(items)},
          {"currency", rows.next() ? rows.text(0) : std::string()},
          {"age_ms", results.age.count()},
          {"usual_of", results.usual_of},
          {"last", show_briefly(db, results.last)}};
}

// What nobody answered, most wanted first.
json::array open_questions(store::Database& db, const std::string& show) {
  std::vector<std::int64_t> seqs;
  {
    auto rows = db.query(
        "SELECT seq FROM question WHERE show = ? AND state = 'open' AND hidden = 0 ORDER BY seconds DESC, "
        "seq LIMIT ?",
        show, kMostQuestionsRead);
    while (rows.next()) seqs.push_back(rows.integer(0));
  }
  json::array items;
  for (const auto seq : seqs) {
    const auto question = talk::question_with(db, show, seq);
    if (!question || question->text.empty()) continue;  // its writer was erased
    items.push_back(json::object{{"seq", seq},
                                 {"at", question->at.count()},
                                 {"text", question->text},
                                 {"by", question->name},
                                 {"product", question->product},
                                 {"seconds", question->seconds}});
    if (items.size() == kMostOpenQuestions) break;
  }
  return items;
}

json::array notes_json(store::Database& db, store::Rows rows) {
  json::array items;
  while (rows.next()) items.push_back(note_json(db, rows));
  return items;
}

}  // namespace

json::object note_json(store::Database& db, const store::Rows& row) {
  const auto for_show = row.optional_text(10);
  const auto outcome = row.text(11);
  return {{"id", row.text(0)},
          {"show", row.text(1)},
          {"kind", row.text(2)},
          {"text", row.text(3)},
          {"at", or_null(row.optional_integer(4))},
          {"version", row.integer(5)},
          {"made_at", to_rfc3339(from_ms(row.integer(6)))},
          {"made_by", person_told(db, row.text(7))},
          {"changed_at", to_rfc3339(from_ms(row.integer(8)))},
          {"changed_by", person_told(db, row.text(9))},
          {"for_show", for_show ? show_briefly(db, *for_show) : json::value()},
          {"outcome", outcome.empty() ? json::value() : json::value(outcome)},
          {"outcome_at", time_or_null(row.optional_integer(12))},
          {"outcome_by", person_told(db, row.text(13))}};
}

json::value closed_json(store::Database& db, const std::string& show) {
  auto rows = db.query(
      "SELECT coalesce(closed_again_at, closed_at), closed_by FROM review WHERE show = ? AND reopened_at IS "
      "NULL",
      show);
  if (!rows.next()) return nullptr;
  return json::object{{"at", to_rfc3339(from_ms(rows.integer(0)))}, {"by", person_told(db, rows.text(1))}};
}

json::array tries_for(store::Database& db, const std::string& show) {
  auto tries =
      notes_json(db, db.query(std::string(kNoteColumns) + "WHERE for_show = ? ORDER BY position", show));
  for (auto& each : tries) {
    auto& note = each.as_object();
    note["from"] = show_briefly(db, std::string(note.at("show").as_string()));
  }
  return tries;
}

Result<json::object> review_json(store::Database& db, const std::string& show, WallTime now,
                                 const ReviewCounting& counting) {
  if (auto over = must_be_over(db, show); !over) return std::unexpected(over.error());
  const auto results = counting.results(db, show, now);
  if (!results) return std::unexpected(results.error());
  const auto cues = counting.cues(db, show, now);
  if (!cues) return std::unexpected(cues.error());
  const auto found = find(db, show);
  const auto times = timeline::times_of(db, show).value_or(timeline::ShowTimes{});
  const auto length = times.length.value_or(Milliseconds(0));
  const auto ended = found->ended_at;
  auto told = show_briefly(db, show).as_object();
  told["length_ms"] = length.count();
  told["ended_at"] = ended ? json::value(to_rfc3339(*ended)) : json::value();
  return json::object{
      {"show", std::move(told)},
      {"due_at", ended ? json::value(to_rfc3339(*ended + kReviewWithin)) : json::value()},
      {"closed", closed_json(db, show)},
      {"figures", figures_json(db, *results)},
      {"cues", cues_json(db, show, *cues, length)},
      {"questions", open_questions(db, show)},
      {"notes",
       notes_json(db, db.query(std::string(kNoteColumns) + "WHERE show = ? ORDER BY position", show))},
      {"tries", tries_for(db, show)},
      {"cases", cases_of_show(db, show)}};
}

json::array reviews_json(store::Database& db, WallTime now) {
  json::array items;
  auto rows = db.query(
      "SELECT s.id, s.ended_at, coalesce(r.closed_again_at, r.closed_at), (SELECT count(*) FROM review_note "
      "n WHERE n.show = s.id) FROM "
      "show s LEFT JOIN review r ON r.show = s.id AND r.reopened_at IS NULL WHERE s.state = 'archived' ORDER "
      "BY s.listed_at DESC, "
      "s.position DESC LIMIT ?",
      kMostReviewsListed);
  while (rows.next()) {
    const auto ended = rows.optional_integer(1);
    const auto due = ended ? std::optional(*ended + Milliseconds(kReviewWithin).count()) : std::nullopt;
    items.push_back(json::object{{"show", show_briefly(db, rows.text(0))},
                                 {"ended_at", time_or_null(ended)},
                                 {"due_at", time_or_null(due)},
                                 {"overdue", due && rows.is_null(2) && *due < to_ms(now)},
                                 {"closed_at", time_or_null(rows.optional_integer(2))},
                                 {"notes", rows.integer(3)}});
  }
  return items;
}

}  // namespace nigiwai::show
