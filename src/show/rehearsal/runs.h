// What one run of a show was like, read from its timeline; and the score of a rehearsal as its page shows it.
#pragma once

#include "show/rehearsal/score.h"
#include "show/shows.h"

namespace nigiwai::show {

// While it was on air: what was asked and answered afterwards is left out.
ShowRun run_of(store::Database& db, const std::string& show);

// GET /api/shows/{id}/score: points, both runs, each cue and each question with its moments. not-found for
// what is no rehearsal; conflict "state" before its end.
Result<json::object> score_json(store::Database& db, const std::string& rehearsal);

}  // namespace nigiwai::show
