#include "media/health.h"

#include <cmath>

namespace nigiwai::media {
namespace {

boost::json::value sentence_or_null(const std::string& sentence) {
  return sentence.empty() ? boost::json::value(nullptr) : boost::json::value(sentence);
}

const char* to_text(RecordingState state) {
  switch (state) {
    case RecordingState::kOff:
      return "off";
    case RecordingState::kFailed:
      return "failed";
    case RecordingState::kWaiting:
    case RecordingState::kRunning:
      return "on";
  }
  return "on";
}

}  // namespace

boost::json::object to_json(const Health& health) {
  boost::json::value audio = nullptr;
  if (health.audio_rate > 0)
    audio = {{"sample_rate", health.audio_rate}, {"channels", health.audio_channels}};
  return {{"connected", health.connected},
          {"protocol", sentence_or_null(health.protocol)},
          {"bitrate_bps", health.video_bits_per_second},
          {"fps", std::round(health.frames_per_second * 100) / 100},
          {"width", health.width},
          {"height", health.height},
          {"audio", audio},
          {"silent", health.silent},
          {"key_frame_interval_ms", health.key_frame_interval.count()},
          {"long_gop", health.long_gop},
          {"no_video_for_ms", health.no_video_for.count()},
          {"dropped", health.dropped},
          {"drift_ms", health.drift.count()},
          {"behind_ms", health.behind.count()},
          {"refused", sentence_or_null(health.problem)},
          {"recording", to_text(health.recording)},
          {"recording_problem", sentence_or_null(health.recording_problem)},
          {"waiting_ms", health.waiting.count()}};
}

}  // namespace nigiwai::media
