// A show over its own clock: who watched, and what they did, in even steps; and what stood in front of them.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

namespace nigiwai::insight {

namespace json = boost::json;

// Steps of a curve: more are not seen in any picture of it.
inline constexpr std::int64_t kMostSteps = 8'640;

// {"step_ms", "steps", "live": {…}, "archive": {…}}, each half with an array by name: "watching" (people, as
// an average of the step), "hearts", "chats", "questions", "clicks", "saves", "orders", "gmv", "entered",
// "left". invalid unless `step` is a whole number of ten seconds.
Result<json::object> curve_json(store::Database& kept, const std::string& show, Milliseconds step);

// What the curve is seen against, of the shop's database: {"pins", "cues", "offers", "gaps"}, each with
// "from_ms" and "until_ms" (null where it goes on to the end).
json::object bands_json(store::Database& journal, const std::string& show);

}  // namespace nigiwai::insight
