// Playlists of HTTP Live Streaming (RFC 8216bis), written from a list of segments.
//
// Pure text: no state, no network. One list of segments serves the muxed picture and sound (`av`) and the
// sound alone (`audio`); a smaller picture (`low`) has a list of its own with the same numbers and times
// (second/). Addresses are relative to the show's own path.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "media/cmaf/packager.h"

namespace nigiwai::media {

enum class Rendition { kAv, kAudio, kLow };
inline constexpr std::size_t kRenditions = 3;
inline const char* folder_of(Rendition rendition) {
  return rendition == Rendition::kAv ? "av" : rendition == Rendition::kAudio ? "audio" : "low";
}

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
  bool gap = false;  // a time that this rendition has nothing of, though others have
  std::vector<PlaylistPart> parts;
};
using Segments = std::span<const std::shared_ptr<const PlaylistSegment>>;

// How far a live playlist reaches back, and for how long its segments still name their parts (three target
// durations, RFC 8216bis 4.4.4.9). Older ones may be skipped in a delta update (six, 4.4.3.8).
inline constexpr Ticks kPlaylistWindow = Ticks{10 * 60 * 90'000};
inline constexpr Ticks kPartsWindow = Ticks{3 * kTargetDurationSeconds * 90'000};
inline constexpr Ticks kSkipUntil = Ticks{6 * kTargetDurationSeconds * 90'000};

// Where the live playlist of another rendition ends (RFC 8216bis 4.4.5.4).
struct RenditionReport {
  Rendition rendition = Rendition::kAv;
  std::uint64_t last_msn = 0;
  std::size_t last_part = 0;
};
RenditionReport report_on(Rendition rendition, const PlaylistSegment& last);

struct LivePlaylist {
  Segments segments;
  WallTime live_at;
  // While there is no segment: the numbers with which the first will come.
  std::uint64_t next_msn = 0;
  std::uint64_t discontinuity_number = 0;
  bool ended = false;
  std::vector<RenditionReport> reports{};  // of the others
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
  double frame_rate = 0;  // the highest so far; 0 when it is not known
};
// `stem`: "live" or "archive". `low`: of the smaller picture, where there is one.
std::string multivariant_playlist(const Variants& variants, const std::string& stem,
                                  const Variants* low = nullptr);

}  // namespace nigiwai::media
