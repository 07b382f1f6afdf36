// Turns VP8 and VP9 into H.264, for browsers that record nothing else.
//
// It costs about a core a show at 720p: whoever opens one has a place (places.h). Frames go out as they come
// in (zerolatency, no B-frames), with a key frame every second and whenever the size changes, as when a phone
// is turned.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "media/ingest/browser/av_handles.h"
#include "media/ingest/gate.h"
#include "media/ingest/h264.h"

namespace nigiwai::media::ingest::browser {

// Full HD, lying or standing.
inline constexpr int kLongestSide = 1920;
inline constexpr int kShortestSide = 32;
inline constexpr Microseconds kKeyEvery{1'000'000};
// What a phone's uplink brings is below that already; x264 is quicker than VP8's encoder is thrifty.
inline constexpr std::int64_t kMostBitsPerSecond = 3'000'000;
// Damage makes single frames undecodable; so many in a row are no damage.
inline constexpr int kMostUndecodable = 100;

class PictureTranscoder {
 public:
  static Result<std::unique_ptr<PictureTranscoder>> open(const AVCodecParameters& coded);

  Result<void> take(const AVPacket& packet, Microseconds pts, Feed& feed);

 private:
  PictureTranscoder() = default;
  Result<void> encode(AVFrame& frame, Microseconds pts, Feed& feed);
  Result<void> open_encoder(int width, int height);

  CodecHandle decoder_;
  CodecHandle encoder_;
  FrameHandle frame_;
  PacketHandle coded_;
  H264Track h264_;
  std::optional<Microseconds> last_;
  std::optional<Microseconds> last_key_;
  int undecodable_ = 0;
};

}  // namespace nigiwai::media::ingest::browser
