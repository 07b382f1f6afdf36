// What an encoder sends, after the protocol is taken off: the form of a track, and its coded frames.
//
// Ingest makes these, cmaf/ cuts them into parts. H.264 stands in AVCC form (4-byte lengths, parameter sets
// in the track's `config` = AVCDecoderConfigurationRecord), AAC as raw frames (`config` =
// AudioSpecificConfig).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace nigiwai::media {

using Microseconds = std::chrono::microseconds;
using Bytes = std::vector<std::uint8_t>;

enum class Track { kVideo, kAudio };

struct VideoForm {
  Bytes config;  // AVCDecoderConfigurationRecord, ISO/IEC 14496-15 5.3.3.1
  int width = 0;
  int height = 0;
  bool operator==(const VideoForm&) const = default;
};

struct AudioForm {
  Bytes config;  // AudioSpecificConfig, ISO/IEC 14496-3 1.6.2.1
  int sample_rate = 0;
  int channels = 0;
  bool operator==(const AudioForm&) const = default;
};

struct Packet {
  Track track = Track::kVideo;
  Microseconds dts{0};  // on the encoder's own time line, not yet anchored; may start anywhere, unwrapped
  Microseconds pts{0};  // >= dts
  bool key = false;     // video: an IDR picture. Audio frames are all keys
  std::shared_ptr<const Bytes> data;
};

}  // namespace nigiwai::media
