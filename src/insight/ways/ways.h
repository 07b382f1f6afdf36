// By which way the viewers of shows came, and what those of each did there.
#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "insight/figures/show_choice.h"
#include "insight/ways/way.h"

namespace nigiwai::insight {

// {"by", "within_days", "currency", "total", "groups": [{"of", "name", "network", …}], "others", "none"},
// each with {"viewers", "engaged", "savers", "buyers", "buying_viewers", "orders", "gmv", "cvr", "clicks"};
// groups, others and none add up to the total. A viewer of several shows counts in each: they came to each by
// a way. Groups of fewer than kLeastGroup viewers (sips.h) are among the others; no viewer is named.
boost::json::object ways_json(store::Database& kept, store::Database& journal,
                              std::span<const ChosenShow> shows, By by);

}  // namespace nigiwai::insight
