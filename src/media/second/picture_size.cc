#include "media/second/picture_size.h"

#include <algorithm>
#include <cstdint>

namespace nigiwai::media::second {

std::optional<PictureSize> second_size(PictureSize source) {
  const int shorter = std::min(source.width, source.height);
  if (shorter <= kShortSide) return std::nullopt;
  const auto scaled = [&](int side) {
    const std::int64_t twice = std::int64_t{side} * kShortSide;
    return std::max(2, static_cast<int>((twice + shorter) / (2 * std::int64_t{shorter})) * 2);
  };
  return PictureSize{.width = scaled(source.width), .height = scaled(source.height)};
}

}  // namespace nigiwai::media::second
