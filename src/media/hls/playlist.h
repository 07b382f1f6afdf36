// Playlists of HTTP Live Streaming (RFC 8216bis), written from a list of segments.
//
// Pure text: no state, no network. Both renditions have the same segments, so one list serves the muxed
// picture and sound (`av`) and the sound alone (`audio`). Addresses are relative to the show's own path.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "media/cmaf/packager.h"

namespace nigiwai::media {

enum class Rendition { kAv, kAudio };
inline const char* folder_of(Rendition rendition) { return rendition == Rendition::kAv ? "av" : "audio"; }

struct PlaylistPart {
  Ticks duration{0};
  bool independent = false;
};

struct PlaylistSegment {
  std::uint64_t msn = 0;
  Ticks at{0};
  Ticks duration{0};  // so far, while it is not complete
  bool complete = false;
  bool discontinuity = false;  // times or forms break off before it
  std::uint64_t discontinuity_number = 0;
  std::uint32_t init = 0;
  bool independent = false;
  std::vector<PlaylistPart> parts;
};
using Segments = std::span<const std::shared_ptr<const PlaylistSegment>>;

// How far a live playlist reaches back, and for how long its segments still name their parts (three target
// durations, RFC 8216bis 4.4.4.9). Older ones may be skipped in a delta update (six, 4.4.3.8).
inline constexpr Ticks kPlaylistWindow = Ticks{10 * 60 * 90'000};
inline constexpr Ticks kPartsWindow = Ticks{3 * kTargetDurationSeconds * 90'000};
inline constexpr Ticks kSkipUntil = Ticks{6 * kTargetDurationSeconds * 90'000};

struct LivePlaylist {
  Segments segments;
  WallTime live_at;
  // While there is no segment: the numbers with which the first will come.
  std::uint64_t next_msn = 0;
  std::uint64_t discontinuity_number = 0;
  bool ended = false;
};

// `skip`: a delta update, where there is something to skip; otherwise the whole playlist.
std::string live_playlist(const LivePlaylist& playlist, Rendition rendition, bool skip);

// The whole recording.
std::string archive_playlist(Segments segments, WallTime live_at, Rendition rendition);

struct Variants {
  std::string video_codec;
  std::string audio_codec;
  int width = 0;
  int height = 0;
  std::int64_t av_bits = 0;  // peak bits per second, with the boxes
  std::int64_t audio_bits = 0;
};
// `stem`: "live" or "archive".
std::string multivariant_playlist(const Variants& variants, const std::string& stem);

}  // namespace nigiwai::media
