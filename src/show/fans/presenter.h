// What one of the staff sees of themselves: followers over time, their shows, and what was said to them.
#pragma once

#include "show/fans/show_facts.h"

namespace nigiwai::show {

// Weeks of followers told: half a year.
inline constexpr std::int64_t kFollowerWeeks = 26;
// Lines and questions told, of the newest shows: what one reads in a minute.
inline constexpr std::int64_t kMostSaid = 20;
inline constexpr std::size_t kShowsListenedTo = 5;
// Colleagues' shows told.
inline constexpr std::size_t kMostHits = 10;

// {"words", "ranked", "followers": {"now", "weeks": [{"until", "followers"}]}, "shows", "questions", "lines",
// "sales_rule", "currency"}.
json::object presenter_json(store::Database& db, const std::string& handle, WallTime now);

// {"items", "usual", "currency"}: the best shows of colleagues, and what is usual in one's own.
json::object hits_json(store::Database& db, const std::string& handle, RankBy by, WallTime now);

}  // namespace nigiwai::show
