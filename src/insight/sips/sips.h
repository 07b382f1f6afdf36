// How far the viewers of a show came: the stages of SIPS, and each product from being seen to being ordered.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "store/database.h"

namespace nigiwai::insight {

namespace json = boost::json;

// Fewer people could be known by what they did: their times are not shown.
inline constexpr std::int64_t kLeastGroup = 10;

// {"viewers", "stages": [{"stage", "live", "archive", "people", "median_ms"}]}: how many reached each stage,
// and how long after they first came; times of fewer than kLeastGroup are null.
json::object stages_json(store::Database& kept, const std::string& show);

// {"items": [{"product", "seen", "people", "opened", "openers", "savers", "buyers", "orders", "gmv",
// "to_open_ms", "to_save_ms", "to_order_ms"}]}, by what was ordered: times and people of each step, and the
// median time from first seeing the product in this show to the step.
json::object products_json(store::Database& kept, const std::string& show);

// The hesitation curve of the show: of those who saw a product and ordered it, which part had within each of
// these times. {"ordered", "saved_first", "steps": [{"within_ms", "part"}]}; the parts are null for fewer
// than kLeastGroup.
json::object hesitation_json(store::Database& kept, const std::string& show);

}  // namespace nigiwai::insight
