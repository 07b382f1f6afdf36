// Posts as the staff read them.
#pragma once

#include "social/posts/post_figures.h"

namespace nigiwai::social {

// One post with how it stands on each account and what it brought there.
json::object post_json(store::Database& db, const WordingParts& parts, const Post& post, WallTime now);
// A page of them, the newest first: {"items", "next"}; `limit` of what was asked is the page's.
json::object posts_json(store::Database& db, const WordingParts& parts, PostsAsked asked, WallTime now);

// {"items": [{"account", "name", "network", "staff", "whole", "length", "most", "problem"}]}.
json::object check_json(store::Database& db, const WordingParts& parts, const PostDraft& post);
// Accounts that posts can be said on.
json::object post_accounts_json(store::Database& db, const Channels& channels);

// {"posts", "impressions", "clicks", …, "ctr": figure, "cvr": figure}.
json::object brought_json(const Brought& brought, const std::string& currency);
// All together, the steady part (days without a campaign), and by target kind, hour, network, product, staff.
json::object figures_json(store::Database& db, const FiguresAsked& asked);

// {"streak", "published", "planned", "alarm", "ideas"} of today in that zone.
json::object today_json(store::Database& db, WallTime now, std::chrono::minutes offset);

}  // namespace nigiwai::social
