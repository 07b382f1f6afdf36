// What the shop itself did around a moment: shows on air, what was pinned, which offers opened, campaigns,
// posts.
#pragma once

#include "base/fields.h"
#include "store/database.h"

namespace nigiwai::social {

inline constexpr std::int64_t kMostHappenings = 12;

// [{"what": "show"|"pin"|"offer"|"campaign"|"tier"|"post", "at", "show", "title", "name"}] in order of time:
// shows on air in [from, to), what was pinned and opened in them then, and campaigns that began or opened a
// tier then
// (`show` is empty for one of all shows), and posts that went out (`title` is their text, `name` says where).
// `db` is the shop's.
json::array happenings(store::Database& db, WallTime from, WallTime to);

}  // namespace nigiwai::social
