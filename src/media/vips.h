// libvips, started once and held by values.
#pragma once

#include <vips/vips.h>

#include <memory>

namespace nigiwai::media {

struct VipsUnref {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using VipsImageOf = std::unique_ptr<VipsImage, VipsUnref>;

// From any thread, any number of times.
void start_vips();

}  // namespace nigiwai::media
