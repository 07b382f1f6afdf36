// How large the second rendition's picture is. Pure.
#pragma once

#include <optional>

namespace nigiwai::media::second {

// The short side of its picture, lying or standing.
inline constexpr int kShortSide = 480;

struct PictureSize {
  int width = 0;
  int height = 0;
  bool operator==(const PictureSize&) const = default;
};

// The source's shape with its short side at kShortSide; both sides even, as 4:2:0 wants them. Nothing for a
// source that is no larger: it is never scaled up.
std::optional<PictureSize> second_size(PictureSize source);

}  // namespace nigiwai::media::second
