// Turns the Opus that browsers record into the AAC that players of HLS expect.
//
// Opus comes at 48 kHz in frames of 2.5 to 60 ms, AAC leaves in frames of 1024 samples. The samples run on by
// themselves; a time stamp that is off by more than kSoundGap is a gap (or a new beginning), and the run
// begins again there.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "base/result.h"
#include "media/ingest/browser/av_handles.h"
#include "media/ingest/gate.h"

namespace nigiwai::media::ingest::browser {

inline constexpr Microseconds kSoundGap{60'000};
// Voice and some music; what browsers themselves choose for Opus.
inline constexpr int kBitsPerChannel = 64'000;

class SoundTranscoder {
 public:
  // Refuses more than two channels, and what the decoder does not take.
  static Result<std::unique_ptr<SoundTranscoder>> open(const AVCodecParameters& opus);

  const AudioForm& form() const { return form_; }
  // A packet that cannot be decoded is left out.
  Result<void> take(const AVPacket& packet, Microseconds pts, Feed& feed);

 private:
  // Where a run of samples stands: the encoder's sample number, and the time of it.
  struct Run {
    std::int64_t sample = 0;
    Microseconds time{0};
  };
  SoundTranscoder() = default;
  void add(const AVFrame& frame, Microseconds pts);
  Result<void> encode(Feed& feed);
  Microseconds time_of(std::int64_t sample);

  CodecHandle decoder_;
  CodecHandle encoder_;
  FrameHandle decoded_;
  FrameHandle whole_;
  PacketHandle coded_;
  AudioForm form_;
  std::vector<std::vector<float>> waiting_;  // by channel: samples that fill no frame yet
  std::deque<Run> runs_;
  std::int64_t added_ = 0;  // samples since the beginning, those that wait included
};

}  // namespace nigiwai::media::ingest::browser
