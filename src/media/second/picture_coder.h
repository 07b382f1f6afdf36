// Decodes the pictures of a show and codes them again, smaller: H.264 both ways, by libavcodec and x264.
//
// Pictures come out in the order in which they are shown. x264 holds none back (zerolatency, no B-frames), so
// that each that is decoded can be coded at once, and its parts need nothing of the next.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "media/cmaf/boxes.h"
#include "media/cmaf/ticks.h"
#include "media/packet.h"

namespace nigiwai::media::second {

// Enough for 480 lines at 30 pictures a second on a telephone's screen, and little enough, with sound, for a
// network of 1.5 Mbit/s.
inline constexpr std::int64_t kBitsPerSecond = 900'000;
inline constexpr std::int64_t kMostBitsPerSecond = 1'000'000;
// x264's buffer: what a second may take at most, so that a key frame cannot stop a thin network for longer.
inline constexpr std::int64_t kBufferBits = 1'000'000;

struct CodedPicture {
  bool key = false;
  std::shared_ptr<const Bytes> data;  // AVCC
};

// A seam, so that the rules of alignment can be tested without a codec.
class PictureCoder {
 public:
  virtual ~PictureCoder() = default;
  // Begins anew with pictures of this form, about `rate` a second.
  virtual Result<void> begin(const VideoForm& form, double rate) = 0;
  // `shown`: when it is to be seen, on whatever time line; next() gives it back. A picture that is damaged is
  // left out.
  virtual void decode(const VideoSample& sample, Ticks shown) = 0;
  // Goes to the next decoded picture: when it is shown. Nothing: more must be decoded before.
  virtual std::optional<Ticks> next() = 0;
  // How many pictures went in that have not come out.
  virtual int pending() const = 0;
  // No later picture needs one of those before: the rest comes out with next().
  virtual void drain() = 0;
  // The picture that next() has gone to.
  virtual Result<CodedPicture> code(bool key) = 0;
  // Of what code() made last; it changes with begin() at most.
  virtual const VideoForm& form() const = 0;
};

std::unique_ptr<PictureCoder> make_picture_coder();

}  // namespace nigiwai::media::second
