// Draws captions into pictures: white on a dark plate in the lower part, in a font that has Japanese.
//
// Drawn by libvips, which the pictures of links are drawn with as well: libavfilter's subtitles would bring
// libavfilter and libass for this alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "media/recording/clips.h"

struct AVFrame;

namespace nigiwai::media {

class CaptionBurner {
 public:
  // `captions` outlive this. The pictures are YUV 4:2:0 of this size.
  CaptionBurner(std::span<const ClipCaption> captions, int width, int height);

  // Draws what is said at `at` of the show.
  Result<void> burn(AVFrame& picture, Milliseconds at);

 private:
  // A plate with its words, as it is laid over a picture: luma with its opacity, and that of the colours,
  // which are grey, at half the size.
  struct Plate {
    int left = 0, top = 0, width = 0, height = 0;  // all even
    std::vector<std::uint8_t> luma, opacity, colour_opacity;
  };
  Result<Plate> drawn(const std::string& text) const;

  std::span<const ClipCaption> captions_;
  const int width_;
  const int height_;
  const ClipCaption* shown_ = nullptr;  // of which plate_ is
  Plate plate_;
};

}  // namespace nigiwai::media
