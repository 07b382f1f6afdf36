// Takes an MPEG transport stream apart with libavformat and pours its first video and first audio track into
// a Feed.
//
// Waits for no track: audio may come first, seconds later, or never, and the tables may change on the way. Of
// hostile input it keeps at most kMaxTracks pictures in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "base/result.h"
#include "media/ingest/gate.h"

namespace nigiwai::media::ingest {

// A show is one picture and one sound; some encoders add subtitles, markers and a second language.
constexpr unsigned kMaxTracks = 16;
// A key frame of 4K at a high rate is about 2 MiB.
constexpr std::size_t kMaxPicture = std::size_t{8} << 20;
// What may come without a single frame in it before it is no stream at all.
constexpr std::size_t kMaxWithoutFrame = std::size_t{16} << 20;

// Fills the span and returns how many bytes it filled; blocks until there are some, 0 is the end.
using TsSource = std::function<std::size_t(std::span<std::uint8_t>)>;

// Returns at the end of the source. A stream that cannot be shown is a Problem whose sentence is for the
// presenter; the Feed has not been told of it.
Result<void> demux_ts(const TsSource& source, Feed& feed);

}  // namespace nigiwai::media::ingest
