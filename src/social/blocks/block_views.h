// The next show and a product's best moments, as their blocks show them.
#pragma once

#include <boost/json/array.hpp>

#include "show/views.h"
#include "social/blocks/block.h"
#include "store/database.h"

namespace nigiwai::social {

// Shows to come and past that are looked at: the soonest and the newest stand first.
inline constexpr std::int64_t kShowsAround = 20;
// Archives whose chapters are looked through for one product, the newest: each is folded from its timeline.
inline constexpr std::size_t kMostArchivesOfProduct = 10;

// [] or one: {"show": {"id", "title", "state", "starts_at", "live_at", "length_ms", "watching", "poster",
// "pictures"}, "to"}.
boost::json::array shown_next(store::Database& db, const show::ViewParts& views, WallTime now);

// The best first: {"kind": "clip"|"chapter", "title", "label" (that it is advertising), "show": {"id",
// "title"}, "at", "length_ms", "sold", "saved", "poster", "to"}. How much was sold is nobody's business but
// the shop's.
boost::json::array shown_moments(store::Database& db, const std::string& product,
                                 show::Broadcasting& broadcasting);

}  // namespace nigiwai::social
