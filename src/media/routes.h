// /media/…: playlists, segments and parts, and the poster of every show, for everybody; its movies, for the
// staff.
//
//   /media/{show}/index.m3u8                     live while it is, the whole recording after
//                 live.m3u8, live-audio.m3u8     the live window; ?_HLS_msn= ?_HLS_part= ?_HLS_skip=
//                 archive.m3u8, archive-audio.m3u8
//                 live-low.m3u8, archive-low.m3u8    the second rendition, where there is one
//                 av/init-{n}.mp4, av/{msn}.m4s, av/{msn}.{part}.m4s    likewise under audio/ and low/
//                 poster.jpg
//
// In place of the show's id stands a preview's token before the start. Answers depend on the address alone,
// set no cookie, may be fetched from any origin, and say how long they may be kept, so that a CDN can stand
// in front.
#pragma once

#include "http/router.h"
#include "media/broadcasts.h"

namespace nigiwai::media {

// A playlist or a part that is not there yet is waited for this long: three target durations (RFC
// 8216bis 6.2.5.2). Then the playlist is answered as it stands, since the encoder may be away for a while.
inline constexpr Milliseconds kReloadPatience{3 * kTargetDurationSeconds * 1000};

// The first part of a second rendition is waited for this long: with B-frames it comes out after the second
// part has gone in, some 0.7 s behind the source's first.
inline constexpr Milliseconds kLowPatience{1'500};

// `broadcasts` outlives the router.
void add_broadcast_routes(http::Router& router, Broadcasts& broadcasts);

// GET /api/shows/{id}/movies and …/movies/{file}: the recording to take away. `broadcasts` outlives the
// router.
void add_movie_routes(http::Router& router, Broadcasts& broadcasts);

}  // namespace nigiwai::media
