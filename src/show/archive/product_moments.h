// In which shows a product stands, and the moments at which it was shown: what its own page links to.
#pragma once

#include <boost/json/array.hpp>

#include "base/clock.h"
#include "show/broadcasting.h"
#include "store/database.h"

namespace nigiwai::show {

// Newest shows past this are enough to look back on.
inline constexpr std::int64_t kMostShowsOfProduct = 30;
// Pinned more often than this in one show, the later moments are left out.
inline constexpr std::size_t kMostMomentsOfProduct = 20;

// The public shows with the product on their shelf, those on air first, then those to come, soonest first,
// then archives, newest first: {"id", "title", "state", "starts_at", "live_at", "length_ms", "poster",
// "moments": [{"at", "until"}]}. A moment is a stretch in which the product was pinned, in ms of the show.
boost::json::array shows_of_product(store::Database& db, const std::string& product,
                                    Broadcasting& broadcasting);

}  // namespace nigiwai::show
