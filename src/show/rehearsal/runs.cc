#include "show/rehearsal/runs.h"

#include <algorithm>

#include "base/time.h"
#include "show/cue_sheet.h"
#include "show/cue_start.h"
#include "show/rehearsal/rehearsals.h"

namespace nigiwai::show {
namespace {

// A page of a score names so many questions; a crowd asks fewer.
constexpr std::int64_t kMostTold = 500;

template <class Number>
json::value or_null(const std::optional<Number>& number) {
  return number ? json::value(*number) : json::value();
}

json::value ms_or_null(const std::optional<Milliseconds>& ms) {
  return ms ? json::value(ms->count()) : json::value();
}

std::vector<CueTimed> cues_timed(store::Database& db, const std::string& show, Milliseconds length) {
  const auto starts = cue_starts(db, show);
  const auto lengths = lasted(starts, length);
  std::vector<CueTimed> timed;
  for (const auto& cue : cues_of(db, show)) {
    CueTimed each{.cue = cue.id, .title = cue.text.title, .planned = cue.text.length};
    for (std::size_t i = 0; i < starts.size(); ++i) {
      if (starts[i].cue == cue.id) each.lasted = each.lasted.value_or(Milliseconds(0)) + lengths[i];
    }
    timed.push_back(std::move(each));
  }
  return timed;
}

json::object to_json(const ShowRun& run) {
  const auto answers = answers_of(run);
  json::array cues;
  for (const auto& cue : run.cues) {
    cues.push_back({{"cue", cue.cue},
                    {"title", cue.title},
                    {"planned_ms", cue.planned.count()},
                    {"lasted_ms", ms_or_null(cue.lasted)}});
  }
  return {{"length_ms", run.length.count()},
          {"asked", answers.asked},
          {"answered", answers.answered},
          {"wait_ms", ms_or_null(answers.wait)},
          {"pins", run.pins},
          {"pace", or_null(pace_of(run))},
          {"cues", std::move(cues)}};
}

json::array questions_json(store::Database& db, const std::string& show) {
  json::array all;
  auto rows = db.query(
      "SELECT q.seq, q.at, q.state, q.answered_at, coalesce(t.text, '') FROM question q JOIN event e ON "
      "e.show = q.show "
      "AND e.seq = q.seq LEFT JOIN event_text t ON t.position = e.position WHERE q.show = ? AND q.hidden = 0 "
      "ORDER BY "
      "q.at, q.seq LIMIT ?",
      show, kMostTold);
  while (rows.next()) {
    const auto answered = rows.text(2) == "answered" ? rows.optional_integer(3) : std::nullopt;
    all.push_back({{"seq", rows.integer(0)},
                   {"at", rows.integer(1)},
                   {"answered_at", or_null(answered)},
                   {"text", rows.text(4)}});
  }
  return all;
}

}  // namespace

ShowRun run_of(store::Database& db, const std::string& show) {
  ShowRun run;
  if (const auto times = timeline::times_of(db, show)) run.length = times->length.value_or(times->last_at);
  {
    auto rows = db.query(
        "SELECT q.at, q.state, q.answered_at FROM question q JOIN event e ON e.show = q.show AND e.seq = "
        "q.seq WHERE "
        "q.show = ?1 AND q.hidden = 0 AND q.state <> 'held' AND e.accepted_at <= (SELECT coalesce(ended_at, "
        "e.accepted_at) FROM show WHERE id = ?1)",
        show);
    while (rows.next()) {
      AskedAt question{.at = Milliseconds(rows.integer(0))};
      const auto answered = rows.optional_integer(2);
      if (rows.text(1) == "answered" && answered && Milliseconds(*answered) <= run.length)
        question.answered = Milliseconds(*answered);
      run.questions.push_back(question);
    }
  }
  run.cues = cues_timed(db, show, run.length);
  auto pins = db.query(
      "SELECT count(*) FROM event INDEXED BY event_of_state WHERE show = ? AND kind = 'product.pinned' AND "
      "kind IN "
      "('product.pinned', 'product.unpinned', 'picture.started', 'picture.lost')",
      show);
  if (pins.next()) run.pins = pins.integer(0);
  return run;
}

Result<json::object> score_json(store::Database& db, const std::string& id) {
  const auto show = find(db, id);
  if (!show) return std::unexpected(show.error());
  const auto rehearsal = rehearsal_of(db, id);
  if (!rehearsal) return fail(Kind::kNotFound, "not-found", "This show is no rehearsal.");
  if (show->state != State::kRehearsed) {
    return fail(Kind::kConflict, "state", "A rehearsal has a score once it is over.");
  }
  const auto run = run_of(db, id);
  std::optional<ShowRun> original;
  if (!rehearsal->crowd.empty()) original = run_of(db, rehearsal->crowd);
  const auto score = score_of(run, original ? &*original : nullptr);
  return json::object{{"points",
                       {{"answers", or_null(score.answers)},
                        {"timing", or_null(score.timing)},
                        {"pace", or_null(score.pace)},
                        {"whole", or_null(score.whole)}}},
                      {"rehearsal", to_json(run)},
                      {"original", original ? json::value(to_json(*original)) : json::value()},
                      {"questions", questions_json(db, id)}};
}

}  // namespace nigiwai::show
