// What each of the staff is credited with over some shows, from insight.db and what the shop keeps of their
// casts.
#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "insight/credit/credit.h"
#include "insight/figures/show_choice.h"

namespace nigiwai::insight {

namespace json = boost::json;

// Shows of one person that are told, for how they grow: the newest.
inline constexpr std::size_t kMostShowsTold = 52;

// {"items": [{"handle", "name", "shows", "credit": {"cast": {"sales", "amount", "net"}, "moment": {…}},
// "influenced": {…}, "assists": {…}, "growth": [{"show", "title", "live_at", "amount", "net"}]}]}, by the
// amount under the rule of the cast. Growth is by that rule, the newest show first.
json::object staff_credit_json(store::Database& kept, store::Database& journal,
                               std::span<const ChosenShow> shows);

}  // namespace nigiwai::insight
