// Opens a figure: the events that it counts, found by reading the show's timeline once more by the same
// rules.
#pragma once

#include <string>
#include <vector>

#include "insight/figures/definition.h"
#include "store/database.h"

namespace nigiwai::insight {

struct CountedEvent {
  std::int64_t position = 0;
  std::int64_t count = 0;  // what it adds, in the unit of what is counted
};

// In the order of the journal; the counts come to the figure's numerator (or denominator) of that half.
// `journal` is the shop's database, `kept` insight.db. Nothing for what no single event makes
// (Extra::kPeakViewers, Extra::kLengthMs).
std::optional<std::vector<CountedEvent>> events_counted(store::Database& journal, store::Database& kept,
                                                        const std::string& show, Half half, const Term& term);

}  // namespace nigiwai::insight
