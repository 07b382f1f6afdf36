// How an encoder is doing, for the studio.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "media/second/second_health.h"

namespace nigiwai::media {

enum class RecordingState { kOff, kWaiting, kRunning, kFailed };

struct Health {
  bool connected = false;
  bool picture = false;  // frames come and are shown: to viewers when `on_air`, else in the preview
  bool on_air = false;
  std::string protocol;                    // "rtmp", "srt", "browser"
  std::int64_t video_bits_per_second = 0;  // over the last seconds, as are the frames
  double frames_per_second = 0;
  int width = 0;
  int height = 0;
  int audio_rate = 0;  // 0: the encoder has not said that it sends sound
  int audio_channels = 0;
  bool silent = false;  // no sound at present; silence stands in
  Milliseconds key_frame_interval{0};
  bool long_gop = false;  // key frames are more than 4 s apart: viewers wait longer for their first picture
  Milliseconds no_video_for{0};  // connected, but no picture for so long; 0 below kNoVideoNoticed
  bool no_video = false;         // that has lasted kNoVideoPatience
  Milliseconds waiting{0};       // on air without an encoder for so long
  std::int64_t dropped = 0;      // packets that could not be used
  Milliseconds drift{0};         // of the encoder's clock since it was last anchored
  Milliseconds behind{0};        // the newest frame behind the show clock
  std::string problem;           // the last refusal, a sentence; empty when the last encoder was taken
  RecordingState recording = RecordingState::kOff;
  std::string recording_problem;  // a sentence, while it has failed
  second::SecondHealth second;
};

inline constexpr Milliseconds kNoVideoNoticed{2'000};
// After so long without a picture the presenter is told.
inline constexpr Milliseconds kNoVideoPatience{10'000};

// `staff.health` of docs/api.md.
boost::json::object to_json(const Health& health);

// Bytes and frames of the last full seconds.
class RateMeter {
 public:
  static constexpr std::int64_t kSpanSeconds = 4;
  void add(SteadyTime now, std::size_t bytes) {
    auto& bucket = at(second_of(now));
    bucket.bytes += static_cast<std::int64_t>(bytes);
    ++bucket.frames;
  }
  struct Rates {
    double bits_per_second = 0;
    double frames_per_second = 0;
  };
  Rates rates(SteadyTime now) {
    std::int64_t bytes = 0;
    std::int64_t frames = 0;
    const auto current = second_of(now);
    for (auto second = current - kSpanSeconds; second < current; ++second) {
      const auto& bucket = buckets_[static_cast<std::size_t>(second) % buckets_.size()];
      if (bucket.second != second) continue;
      bytes += bucket.bytes;
      frames += bucket.frames;
    }
    return {.bits_per_second = static_cast<double>(bytes) * 8 / kSpanSeconds,
            .frames_per_second = static_cast<double>(frames) / kSpanSeconds};
  }

 private:
  struct Bucket {
    std::int64_t second = -1;
    std::int64_t bytes = 0;
    std::int64_t frames = 0;
  };
  static std::int64_t second_of(SteadyTime now) {
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() + kSpanSeconds;
  }
  Bucket& at(std::int64_t second) {
    auto& bucket = buckets_[static_cast<std::size_t>(second) % buckets_.size()];
    if (bucket.second != second) bucket = {.second = second};
    return bucket;
  }
  std::array<Bucket, kSpanSeconds + 1> buckets_;
};

}  // namespace nigiwai::media
