// What campaigns do by themselves: begin, count, open, grant, end.
#pragma once

#include "base/random.h"
#include "timeline/journal.h"

namespace nigiwai::social {

// Benefits granted in one turn of the writer: some milliseconds.
inline constexpr std::int64_t kGrantsATurn = 200;

// Says that campaigns began and ended, counts, opens what is due, grants, and tells the rooms on air. Called
// every few seconds; answers whether more waits.
bool tend_campaigns(store::Transaction& transaction, timeline::Journal& journal, Random& random);

}  // namespace nigiwai::social
