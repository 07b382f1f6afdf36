// What the review of a show is told (show/learning/review_counting.h), from the figures.
#pragma once

#include "insight/insight.h"
#include "show/learning/review_counting.h"

namespace nigiwai::insight {

// `kept` is insight.db, `journal` the shop's database. A show that the figures have not met yet has no
// values. How a show grew after its end is known in steps of ten minutes (visits/sums.h): every show is
// counted to the end of the step that the age of the one looked back on has reached.
show::ShowResults review_results(store::Database& kept, store::Database& journal, const std::string& show,
                                 WallTime now);
show::CueResults review_cues(store::Database& kept, store::Database& journal, const std::string& show,
                             WallTime now);

// Both, each reading `insight` as it stands; it outlives what is answered.
show::ReviewCounting review_counting(Insight& insight);

// The middle of the values, rounded down between two; nothing of none.
std::optional<std::int64_t> median(std::vector<std::int64_t> values);

}  // namespace nigiwai::insight
