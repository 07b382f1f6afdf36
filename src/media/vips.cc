#include "media/vips.h"

#include <mutex>

#include "base/check.h"

namespace nigiwai::media {

void start_vips() {
  static std::once_flag once;
  std::call_once(once, [] {
    CHECK(VIPS_INIT("nigiwai") == 0, "libvips does not start on this machine");
    vips_block_untrusted_set(TRUE);
    vips_cache_set_max(0);  // nobody uploads the same picture twice
    vips_concurrency_set(1);
  });
}

}  // namespace nigiwai::media

// Fontconfig, below the text of a picture, keeps what it has read until the process ends.
#if __has_feature(address_sanitizer)
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }
#endif
