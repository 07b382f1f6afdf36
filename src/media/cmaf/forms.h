// What the decoder configurations say about themselves: the CODECS strings of a playlist (RFC 6381) and the
// numbers that the boxes need.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "media/packet.h"

namespace nigiwai::media {

// An AudioSpecificConfig, read (ISO/IEC 14496-3 1.6.2.1).
struct AacConfig {
  int object_type = 0;  // 2 = AAC-LC, 5 = HE-AAC, 29 = HE-AAC v2
  int sample_rate = 0;  // of the AAC core: the time scale in which a frame lasts `frame_length`
  int channels = 0;
  int frame_length = 0;  // 1024 or 960
  bool operator==(const AacConfig&) const = default;
};
Result<AacConfig> read_aac_config(std::span<const std::uint8_t> config);

// Refuses a configuration record that is too short or not version 1.
Result<std::string> video_codec(const VideoForm& form);  // "avc1.64001f"
std::string audio_codec(const AacConfig& config);        // "mp4a.40.2"

// The form of the silent track that stands in while an encoder sends no sound: AAC-LC, 48 kHz, stereo.
AudioForm default_audio_form();

// One AAC-LC frame of silence, made by libavcodec once for each rate and number of channels.
// Fails for a form that its encoder does not know.
Result<std::shared_ptr<const Bytes>> silent_frame(int sample_rate, int channels);

}  // namespace nigiwai::media
