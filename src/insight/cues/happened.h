// What happened in a show, moment by moment, as its cues are counted: from insight.db and the shop's
// database.
#pragma once

#include <optional>
#include <string>

#include "insight/cues/cue_counts.h"
#include "store/database.h"

namespace nigiwai::insight {

// As far as the figures have read the journal, so that it adds up to them. Nothing for a show that they have
// not met yet. `now` is for one that is on air.
std::optional<Happened> happened_in(store::Database& kept, store::Database& journal, const std::string& show,
                                    WallTime now);

}  // namespace nigiwai::insight
