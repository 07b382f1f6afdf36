// How long the shop remembers viewers who are no members and did not come any more (server/forgetting.h).
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "store/writer.h"

namespace nigiwai::people {

// Months; 0 for as long as the shop stands.
inline constexpr std::int64_t kForgetLeast = 6;
inline constexpr std::int64_t kForgetMost = 120;

std::int64_t forget_after(store::Database& db);
void set_forget_after(store::Transaction& transaction, std::int64_t months);

// The moment so many months before `now`; months of different length are all a twelfth of a year.
WallTime months_before(WallTime now, std::int64_t months);

// Viewers whom the shop has known since before then and who are nobody's member, in the order of their ids,
// those after `after`, `most` at once.
std::vector<std::string> strangers_since(store::Database& db, WallTime before, const std::string& after,
                                         std::int64_t most);

}  // namespace nigiwai::people
