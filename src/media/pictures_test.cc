#include "media/pictures.h"

#include <gtest/gtest.h>
#include <vips/vips.h>

namespace nigiwai::media {
namespace {

struct Size {
  int width = 0, height = 0;
  bool operator==(const Size&) const = default;
};

enum class Orientation { kUpright = 1, kTurned = 6 };

// A picture made by libvips itself, encoded as `suffix` says, with metadata in it.
std::string made(const char* suffix, Size size, Orientation orientation = Orientation::kUpright) {
  VipsImage* black = nullptr;
  EXPECT_EQ(VIPS_INIT("test"), 0);
  EXPECT_EQ(vips_black(&black, size.width, size.height, "bands", 3, nullptr), 0);
  VipsImage* image = nullptr;
  vips_copy(black, &image, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
  vips_image_set_int(image, VIPS_META_ORIENTATION, static_cast<int>(orientation));
  vips_image_set_string(image, "exif-ifd0-Artist", "a name that must not survive");
  void* bytes = nullptr;
  std::size_t length = 0;
  EXPECT_EQ(vips_image_write_to_buffer(image, suffix, &bytes, &length, nullptr), 0) << vips_error_buffer();
  std::string encoded(static_cast<const char*>(bytes), length);
  g_free(bytes);
  g_object_unref(image);
  g_object_unref(black);
  return encoded;
}

Size size_of(const std::string& bytes) {
  VipsImage* image = vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr);
  EXPECT_NE(image, nullptr);
  if (image == nullptr) return {};
  const Size size{vips_image_get_width(image), vips_image_get_height(image)};
  g_object_unref(image);
  return size;
}

TEST(EncodePicture, MakesTwoSizesOfEachTakenKind) {
  for (const char* suffix : {".jpg", ".png", ".webp"}) {
    const auto picture = encode_picture(made(suffix, {1000, 500}));
    ASSERT_TRUE(picture.has_value()) << suffix << ": " << picture.error().detail;
    EXPECT_EQ(picture->large.substr(8, 4), "WEBP");
    EXPECT_EQ(size_of(picture->large), (Size{640, 320}));
    EXPECT_EQ(size_of(picture->small), (Size{160, 80}));
  }
}

TEST(EncodePicture, NeverMakesASmallPictureLarger) {
  const auto picture = encode_picture(made(".png", {100, 40}));
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(size_of(picture->large), (Size{100, 40}));
}

TEST(EncodePicture, TurnsItUprightAndRemovesItsMetadata) {
  const auto photo = made(".jpg", {1000, 500}, Orientation::kTurned);
  ASSERT_NE(photo.find("must not survive"), std::string::npos);
  const auto picture = encode_picture(photo);
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(size_of(picture->large), (Size{320, 640}));
  EXPECT_EQ(picture->large.find("must not survive"), std::string::npos);
  EXPECT_EQ(picture->large.find("EXIF"), std::string::npos);
}

TEST(EncodePicture, RefusesWhatIsNoTakenPicture) {
  const std::string bodies[] = {"",
                                "hello",
                                "<svg xmlns='http://www.w3.org/2000/svg'/>",
                                "GIF89a......",
                                "%PDF-1.4",
                                made(".tif", {10, 10})};
  for (const auto& body : bodies) {
    const auto picture = encode_picture(body);
    ASSERT_FALSE(picture.has_value());
    EXPECT_EQ(picture.error().kind, Kind::kUnsupported);
  }
}

TEST(EncodePicture, RefusesOneThatIsCutOff) {
  for (const char* suffix : {".jpg", ".png", ".webp"}) {
    auto photo = made(suffix, {400, 400});
    photo.resize(photo.size() / 2);
    const auto picture = encode_picture(photo);
    ASSERT_FALSE(picture.has_value()) << suffix;
    EXPECT_EQ(picture.error().kind, Kind::kUnsupported);
  }
}

TEST(EncodePicture, RefusesTooManyBytesAndTooManyPixels) {
  EXPECT_EQ(encode_picture("\x89PNG" + std::string(kMostPictureBytes, 'x')).error().kind, Kind::kTooLarge);
  // 60 megapixels of black are a file of a few kilobytes.
  const auto bomb = made(".png", {10'000, 6'000});
  ASSERT_LT(bomb.size(), kMostPictureBytes);
  EXPECT_EQ(encode_picture(bomb).error().type, "too-large");
}

TEST(PictureJson, NamesBothSizesOrNothing) {
  EXPECT_TRUE(picture_json("").is_null());
  EXPECT_EQ(picture_json("ab").at("small").as_string(), "/pictures/ab-160.webp");
}

}  // namespace
}  // namespace nigiwai::media
