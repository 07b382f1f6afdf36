// The boxes of fragmented MP4 (ISO/IEC 14496-12), as CMAF uses them: an initialisation segment, and parts.
//
// Written by hand rather than through libavformat's mov muxer: a part needs an exact decode time and exact
// durations that follow the show's clock across sessions, tracks that may have no sample in a part, and no
// look-ahead; the muxer derives all three from the packets it has seen. What is refused: edit lists and
// negative composition offsets. Readers disagree about them (libavformat shifts such a track by the largest
// offset), so time stamps here mean exactly what they say.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "media/cmaf/forms.h"
#include "media/cmaf/ticks.h"
#include "media/packet.h"

namespace nigiwai::media {

inline constexpr std::uint32_t kVideoTrackId = 1;
inline constexpr std::uint32_t kAudioTrackId = 2;

struct VideoSample {
  Ticks dts{0};
  Ticks duration{0};
  Ticks composition{0};  // pts - dts, >= 0
  bool key = false;
  std::shared_ptr<const Bytes> data;
};

struct AudioSample {
  std::int64_t position = 0;   // decode time, in samples at the track's rate
  std::uint32_t duration = 0;  // in samples
  std::shared_ptr<const Bytes> data;
};

// `ftyp` and `moov`. `video` may be null: then the audio track stands alone.
Bytes init_segment(const VideoForm* video, const AudioForm& audio, const AacConfig& aac);

// `moof` and `mdat` with a run of samples for each track that has any; at least one has. The samples of a
// track follow each other without a gap, so that the first one's time and the durations say all.
Bytes media_part(std::uint32_t sequence, std::span<const VideoSample> video,
                 std::span<const AudioSample> audio);

}  // namespace nigiwai::media
