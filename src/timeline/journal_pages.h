// Reading the journal of the whole shop in its own order, for those who follow all of it.
#pragma once

#include <vector>

#include "store/database.h"
#include "timeline/event.h"

namespace nigiwai::timeline {

// The events behind `position`, whoever may see them, in order of position, `limit` at most.
std::vector<Event> events_behind(store::Database& database, std::int64_t position, std::int64_t limit);

}  // namespace nigiwai::timeline
