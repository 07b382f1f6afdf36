#include "media/second/picture_size.h"

#include <gtest/gtest.h>

namespace nigiwai::media::second {
namespace {

TEST(SecondSize, KeepsTheShapeWithItsShortSideAt480) {
  struct Case {
    PictureSize source;
    std::optional<PictureSize> expected;
  };
  for (const auto& [source, expected] : {
           Case{{1280, 720}, PictureSize{854, 480}},
           Case{{720, 1280}, PictureSize{480, 854}},
           Case{{1920, 1080}, PictureSize{854, 480}},
           Case{{1080, 1080}, PictureSize{480, 480}},
           Case{{960, 540}, PictureSize{854, 480}},
           Case{{641, 482}, PictureSize{638, 480}},
           Case{{854, 480}, std::nullopt},
           Case{{480, 854}, std::nullopt},
           Case{{640, 360}, std::nullopt},
           Case{{0, 0}, std::nullopt},
       }) {
    EXPECT_EQ(second_size(source), expected) << source.width << "x" << source.height;
  }
}

TEST(SecondSize, HasEvenSidesAndIsNeverLarger) {
  for (int width = 1; width < 4000; width += 37) {
    for (int height = 1; height < 4000; height += 41) {
      const auto size = second_size({width, height});
      if (!size) continue;
      EXPECT_EQ(size->width % 2, 0);
      EXPECT_EQ(size->height % 2, 0);
      EXPECT_EQ(std::min(size->width, size->height), kShortSide);
      EXPECT_LE(size->width, width + 1);
      EXPECT_LE(size->height, height + 1);
    }
  }
}

}  // namespace
}  // namespace nigiwai::media::second
