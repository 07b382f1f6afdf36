// CHECK: a bug stops the process, with the place and the reason, instead of spreading.
//
// Only for what cannot happen unless our own code is wrong. What the world may do is a Result (result.h).
#pragma once

#include <string_view>

namespace nigiwai {

[[noreturn]] void check_failed(const char* condition, const char* file, int line, std::string_view why);

}  // namespace nigiwai

#define CHECK(condition, why)                                         \
  do {                                                                \
    if (!(condition)) [[unlikely]] {                                  \
      ::nigiwai::check_failed(#condition, __FILE__, __LINE__, (why)); \
    }                                                                 \
  } while (false)
