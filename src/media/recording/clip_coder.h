// Codes a stretch of a recording again, from its very first frame to its last, in H.264 by libx264; the sound
// is copied.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "media/recording/caption_burner.h"
#include "media/recording/clips.h"
#include "media/recording/runs.h"

struct AVCodecContext;
struct AVFrame;
struct AVStream;
struct SwsContext;

namespace nigiwai::media {

class ClipCoder {
 public:
  // All outlive this. `go_on` is told how far it is, in %, and asked with every frame.
  ClipCoder(const ClipCut& cut, MovieOutput& output, const std::function<bool(int percent)>& go_on);
  ~ClipCoder();
  ClipCoder(const ClipCoder&) = delete;
  ClipCoder& operator=(const ClipCoder&) = delete;

  // The next run, in order; what lies outside of the cut is left out.
  Result<void> code(RunInput& input, const Run& run);
  // Lets the last frames out: how long the clip is.
  Result<Ticks> finish();

 private:
  struct Size {
    int width;
    int height;
  };
  Result<void> open_decoder(const AVStream& video);
  Result<void> open_encoder(const AVFrame& frame, const AVStream& video, const AVStream& audio);
  Result<void> decoded(const AVStream& video, const AVStream& audio, const Run& run);
  // `shows`: which moment of the show; `at`: its place in the clip.
  Result<void> take(const AVFrame& frame, Ticks shows, Ticks at);
  Result<void> encoded();
  Result<void> sound(AVPacket& packet, const AVStream& audio, const Run& run);
  // Where the run's own part of the cut begins, in the show.
  Ticks begin_of(const Run& run) const;
  Ticks end_of(const Run& run) const;

  const ClipCut& cut_;
  MovieOutput& output_;
  const std::function<bool(int)>& go_on_;
  AVCodecContext* decoder_ = nullptr;
  AVCodecContext* encoder_ = nullptr;
  SwsContext* scaler_ = nullptr;
  AVFrame* frame_;
  AVFrame* scaled_;
  AVPacket* packet_;
  std::vector<AVPacket*>
      waiting_;      // sound from before the first picture came out of the decoder, of this run
  Size kept_{0, 0};  // what is cut out of each picture
  int left_ = 0, top_ = 0;
  std::optional<CaptionBurner> captions_;
  Ticks starts_{0};  // of the run, in the clip
  Ticks last_{-1};   // of the newest frame, in the clip
};

}  // namespace nigiwai::media
