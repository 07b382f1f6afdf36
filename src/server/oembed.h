// How other sites show a link to a show as its player: oEmbed 1.0 (https://oembed.com).
#pragma once

#include "http/router.h"
#include "store/readers.h"

namespace nigiwai::server {

// Of a player as wide as it may be: a picture of 16:9 with chat and products beside or below it.
struct PlayerSize {
  std::int64_t width = 960;
  std::int64_t height = 540;
};
// The same within what a site asked for; 0 for no limit.
PlayerSize player_within(std::int64_t most_width, std::int64_t most_height);

// Where the oEmbed of the show at `url` is asked for.
std::string oembed_address(const std::string& origin, const std::string& url);

// GET /api/oembed?url=. What is handed in must outlive the router.
void add_oembed_route(http::Router& router, store::Readers& readers, const std::string& origin);

}  // namespace nigiwai::server
