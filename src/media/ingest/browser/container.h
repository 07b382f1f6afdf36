// Takes apart what a browser's MediaRecorder makes, with libavformat, and pours it into a Feed: Matroska and
// WebM from Chrome, Edge and Firefox, fragmented MP4 from Safari.
//
// H.264 and AAC pass as they are; Opus becomes AAC (sound.h), VP8 and VP9 become H.264 (picture.h). The first
// picture and the first sound count. A recorder's time begins at 0: `begins` is that moment on the page's own
// clock, so that one recording goes on where the one before it ended.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "media/ingest/browser/places.h"
#include "media/ingest/gate.h"

namespace nigiwai::media::ingest::browser {

enum class Container { kMatroska, kMp4 };

// What a MIME type such as "video/webm;codecs=vp8,opus" means; fails with the field "mime".
Result<Container> container_of(std::string_view mime);

// A picture at the rates of a phone is well below; a key frame of 4K at a high rate is about 2 MiB.
inline constexpr std::size_t kMostPicture = std::size_t{8} << 20;
// What may come without a single frame in it before it is no recording at all; before the first, a head has
// some kB.
inline constexpr std::size_t kMostWithoutFrame = std::size_t{16} << 20;
inline constexpr std::size_t kMostHead = std::size_t{1} << 20;
// A recorder makes two.
inline constexpr unsigned kMostTracks = 8;

// Fills the span and returns how many bytes it filled; blocks until there are some, 0 is the end.
using ByteSource = std::function<std::size_t(std::span<std::uint8_t>)>;

struct Recording {
  Container container = Container::kMatroska;
  Microseconds begins{0};
};

// Returns at the end of the source, however abruptly that comes. What cannot be shown, or breaks off while
// more comes, is a Problem whose sentence is for the presenter; the Feed has not been told of it.
Result<void> demux(const Recording& recording, const ByteSource& source, Feed& feed,
                   Places& picture_transcoders);

}  // namespace nigiwai::media::ingest::browser
