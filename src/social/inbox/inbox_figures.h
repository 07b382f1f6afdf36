// How long people wait for our first answer, by the week in which they spoke and by network.
//
// The time runs from when the inbox heard of it (a question: when it was asked) to when the first answer was
// out. Those who got none are in no median, and stand beside it as what still waits. Medians and ninetieth
// percentiles are nearest ranks: somebody really waited so long.
#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "base/clock.h"
#include "store/database.h"

namespace nigiwai::social {

inline constexpr int kWeeksTold = 12;

// The smallest of `sorted` that at least `percent` of all do not exceed; nothing for none.
std::optional<Milliseconds> nearest_rank(std::span<const Milliseconds> sorted, int percent);
// Monday, midnight in Japan.
WallTime week_of(WallTime at);

// {"weeks": [{"from", "networks": [{"network", "came", "answered", "aside", "waiting", "median_ms",
// "p90_ms"}]}], "people": [{"by": handle, "answers"}]}: the newest week first, the busiest person first.
// Questions are of the network "show". "came" counts what was folded into a line, too.
boost::json::object inbox_figures(store::Database& db, WallTime now);

}  // namespace nigiwai::social
