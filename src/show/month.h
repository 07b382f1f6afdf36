// The shows of a stretch of days, for a calendar.
#pragma once

#include <vector>

#include "show/shows.h"

namespace nigiwai::show {

// A month with the weeks around it, and room to spare.
inline constexpr std::chrono::days kMostDays{62};
// Shows of one answer: eight a day.
inline constexpr std::int64_t kMostInMonth = 500;

// Shows that went on air, or are to, in [from, until), in order of time; those that were cancelled as well.
// Then drafts without a time, the newest first.
// {"items": [{"show", "title", "state", "at", "length_ms", "planned_ms", "cast": [name]}], "undated": [the
// same]}
json::object month_json(store::Database& db, WallTime from, WallTime until);

}  // namespace nigiwai::show
