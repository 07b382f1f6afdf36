// A report, put together for whoever reads it.
#pragma once

#include "insight/reports/points.h"

namespace nigiwai::insight {

inline constexpr std::int64_t kMostMonthsListed = 36;
inline constexpr std::int64_t kMostShowsListed = 100;

// docs/api.md shows it. `pattern` is what was found in past shows, if anything was.
Result<json::object> report_json(store::Database& kept, store::Database& journal, const Subject& subject,
                                 std::optional<FoundPattern> pattern, WallTime now);
// What there are reports of: {"proofs", "months", "shows"}, the newest first.
json::object reports_json(store::Database& journal, WallTime now);

}  // namespace nigiwai::insight
