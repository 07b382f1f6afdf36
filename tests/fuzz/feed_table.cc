// Google's feed as a table.
#include <cstdint>

#include "checking_parsed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nigiwai::shop::feed;
  return fuzz_format(Format::kGoogleTable, data, size);
}
