#include "media/jpeg.h"

#include "media/vips.h"

namespace nigiwai::media {
namespace {

constexpr int kQuality = 90;

std::unexpected<Problem> broken() {
  const std::string why = vips_error_buffer();
  vips_error_clear();
  return fail(Kind::kInternal, "internal", "This picture could not be made a JPEG: " + why);
}

}  // namespace

Result<std::string> as_jpeg(std::string_view webp) {
  start_vips();
  const VipsImageOf kept(vips_image_new_from_buffer(webp.data(), webp.size(), "", nullptr));
  if (!kept) return broken();
  const double white[] = {255, 255, 255};
  const std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> background(
      vips_array_double_new(white, 3), [](VipsArrayDouble* area) { vips_area_unref(VIPS_AREA(area)); });
  void* encoded = nullptr;
  std::size_t size = 0;
  if (vips_jpegsave_buffer(kept.get(), &encoded, &size, "Q", kQuality, "strip", TRUE, "background",
                           background.get(), nullptr) != 0) {
    return broken();
  }
  std::string jpeg(static_cast<const char*>(encoded), size);
  g_free(encoded);
  return jpeg;
}

}  // namespace nigiwai::media
