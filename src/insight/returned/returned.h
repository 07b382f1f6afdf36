// Who came back because of whom: the viewers of shows who had watched an earlier one, by what brought them.
#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "insight/figures/show_choice.h"

namespace nigiwai::insight {

namespace json = boost::json;

// {"returned", "ordered", "within_days", "groups": [{"cause", "of", "name", "people", "ordered", "sharers"}],
// "others": {"people", "ordered"}}: a viewer of several shows counts once. Groups of fewer than kLeastGroup
// (sips.h) are among the others. `of` is a handle, a post, a site or null; no viewer is named.
json::object returned_json(store::Database& kept, store::Database& journal,
                           std::span<const ChosenShow> shows);

}  // namespace nigiwai::insight
