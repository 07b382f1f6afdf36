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

const char* to_text(second::State state) {
  switch (state) {
    case second::State::kOff:
      return "off";
    case second::State::kWaiting:
      return "waiting";
    case second::State::kRunning:
      return "running";
    case second::State::kSmall:
      return "small";
    case second::State::kFull:
      return "full";
    case second::State::kDropped:
      return "dropped";
  }
  return "off";
}

boost::json::object to_json(const second::SecondHealth& second) {
  return {{"state", to_text(second.state)},
          {"width", second.width},
          {"height", second.height},
          {"bitrate_bps", second.bits_per_second},
          {"behind_ms", second.behind.count()}};
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
          {"second_rendition", to_json(health.second)},
          {"waiting_ms", health.waiting.count()}};
}

}  // namespace nigiwai::media
