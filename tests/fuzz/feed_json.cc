// Our own products as JSON.
#include <cstdint>

#include "checking_parsed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nigiwai::shop::feed;
  return fuzz_format(Format::kJson, data, size);
}
