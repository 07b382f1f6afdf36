// What the second rendition's playlist says about the time before it began. Pure.
#pragma once

#include <vector>

#include "media/hls/playlist.h"

namespace nigiwai::media::second {

// One segment for each of the source's: the second rendition's own where it has all of it, a gap where not,
// so that both playlists have the same numbers, times and discontinuities (RFC 8216bis 6.2.4). `first_init`:
// of the initialisation segment with which it goes on.
std::vector<PlaylistSegment> history(Segments source, Segments own, std::uint32_t first_init);

// Every segment of the source has its like: the archive can offer both.
bool is_whole(std::span<const PlaylistSegment> source, std::span<const PlaylistSegment> own);

}  // namespace nigiwai::media::second
