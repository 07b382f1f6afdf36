// What the shop itself did in the days that the trend shows: shows on air, campaigns, posts.
#pragma once

#include "base/fields.h"
#include "store/database.h"

namespace nigiwai::social {

// Of each, the newest: more could not be told apart on the page.
inline constexpr std::int64_t kMostBeside = 200;

// {"shows": [{"show", "title", "from", "until"|null, "orders"}], "campaigns": [{"campaign", "title", "from",
// "until"}], "posts": [{"post", "text", "at", "where"}], "left_off": {"shows", "campaigns", "posts"}}: what
// was going on or went out in [from, to), in order of time, and how many more there are of each. `until` of a
// show on air is null; `where` are the names of the accounts. `db` is the shop's.
json::object beside_json(store::Database& db, WallTime from, WallTime to);

}  // namespace nigiwai::social
