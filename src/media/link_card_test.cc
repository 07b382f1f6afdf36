#include "media/link_card.h"

#include <gtest/gtest.h>

#include "media/vips.h"

namespace nigiwai::media {
namespace {

// Decodes whole, so that half a picture is none.
VipsImageOf decoded(const std::string& jpeg) {
  const VipsImageOf lazy(
      vips_image_new_from_buffer(jpeg.data(), jpeg.size(), "", "fail_on", VIPS_FAIL_ON_WARNING, nullptr));
  return lazy ? VipsImageOf(vips_image_copy_memory(lazy.get())) : nullptr;
}

// How far the picture is from one colour, at the place of the words.
double variety(const VipsImageOf& image, int x, int y, int width, int height) {
  VipsImage* part = nullptr;
  EXPECT_EQ(vips_extract_area(image.get(), &part, x, y, width, height, nullptr), 0);
  const VipsImageOf area(part);
  double deviation = 0;
  EXPECT_EQ(vips_deviate(area.get(), &deviation, nullptr), 0);
  return deviation;
}

std::string red_square() {
  start_vips();
  VipsImage* black = nullptr;
  EXPECT_EQ(vips_black(&black, 320, 320, "bands", 3, nullptr), 0);
  const VipsImageOf base(black);
  const double ones[] = {1, 1, 1}, red[] = {200, 0, 0};
  VipsImage* made = nullptr;
  EXPECT_EQ(vips_linear(base.get(), &made, ones, red, 3, "uchar", TRUE, nullptr), 0);
  const VipsImageOf image(made);
  void* bytes = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(vips_webpsave_buffer(image.get(), &bytes, &size, nullptr), 0);
  std::string webp(static_cast<const char*>(bytes), size);
  g_free(bytes);
  return webp;
}

TEST(LinkCard, IsAPictureOfItsSizeWithWordsOnIt) {
  const auto jpeg = draw({.shop = "月白",
                          .when = "2026年11月30日 20:00",
                          .title = "秋の新色、うるみリップの夜",
                          .names = "みのり"});
  ASSERT_TRUE(jpeg.has_value()) << jpeg.error().detail;
  const auto image = decoded(*jpeg);
  ASSERT_TRUE(image);
  EXPECT_EQ(vips_image_get_width(image.get()), kLinkCardWidth);
  EXPECT_EQ(vips_image_get_height(image.get()), kLinkCardHeight);
  EXPECT_GT(variety(image, 72, 220, 700, 200), 20) << "the title";
  EXPECT_LT(variety(image, 0, 590, kLinkCardWidth, 40), 5)
      << "paper, whose three colours differ a little, where nothing is";
}

TEST(LinkCard, ShowsTheProductBesideTheWords) {
  const auto jpeg =
      draw({.shop = "", .when = "", .title = "Lip night", .names = "", .picture = red_square()});
  ASSERT_TRUE(jpeg.has_value());
  const auto image = decoded(*jpeg);
  ASSERT_TRUE(image);
  double* pixel = nullptr;
  int bands = 0;
  ASSERT_EQ(vips_getpoint(image.get(), &pixel, &bands, 1000, 300, nullptr), 0);
  EXPECT_GT(pixel[0], 150);
  EXPECT_LT(pixel[1], 60);
  g_free(pixel);
}

TEST(LinkCard, AnyTitleFits) {
  std::string endless;
  for (int i = 0; i < 400; ++i) endless += "紅";
  for (const std::string& title : {std::string("<b>&\"'</b> <span foreground='red'>"), endless,
                                   std::string("x"), std::string(500, 'W')}) {
    EXPECT_TRUE(draw({.shop = "<&>", .when = "", .title = title, .names = title.substr(0, 60)}).has_value())
        << title;
  }
}

TEST(LinkCard, ABrokenPictureIsRefusedAndNotDrawnHalf) {
  EXPECT_FALSE(
      draw({.shop = "月白", .when = "", .title = "夜", .names = "", .picture = red_square().substr(0, 60)})
          .has_value());
}

}  // namespace
}  // namespace nigiwai::media
