// GET /media/{show}/clips/{clip}.mp4 and .jpg: clips and their posters, for everybody who knows the address.
#pragma once

#include "http/router.h"
#include "media/broadcasts.h"

namespace nigiwai::media {

// A clip may be taken back, so caches keep it for minutes, not for good.
inline constexpr const char* kClipCaching = "public, max-age=300";

// `broadcasts` outlives the router.
void add_clip_routes(http::Router& router, Broadcasts& broadcasts);

}  // namespace nigiwai::media
