// Reads a team's past shows, with how each was made and what came of it, from what the rooms keep.
#pragma once

#include "base/result.h"
#include "insight/patterns/history.h"
#include "store/database.h"

namespace nigiwai::insight {

// The newest kMostPastShows that are over. Counts over all their viewers and orders: not on a loop.
History past_shows(store::Database& db, WallTime now);

// Changes whenever a show ends, so that what was made of the others is known to be old.
struct HistoryMark {
  std::int64_t shows = 0;
  std::int64_t last_end = 0;
  bool operator==(const HistoryMark&) const = default;
};
HistoryMark history_mark(store::Database& db);

}  // namespace nigiwai::insight
