#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace nigiwai {

void check_failed(const char* condition, const char* file, int line, std::string_view why) {
  std::fprintf(stderr, "bug: %.*s (%s) at %s:%d\n", static_cast<int>(why.size()), why.data(), condition, file,
               line);
  std::fflush(stderr);
  std::abort();
}

}  // namespace nigiwai
