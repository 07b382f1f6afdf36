// The bytes of a file as text, its format, and HTML made plain.
#include <cstdint>

#include "checking_parsed.h"
#include "shop/feed/plain_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nigiwai;
  using namespace nigiwai::shop::feed;
  const auto decoded = decode({reinterpret_cast<const char*>(data), size});
  if (!decoded) {
    CHECK(!decoded.error().detail.empty(), "a refusal says nothing");
    return 0;
  }
  CHECK(is_utf8(decoded->text), "what was decoded is not UTF-8");
  CHECK(is_utf8(plain_text(decoded->text)), "what was made plain is not UTF-8");
  if (const auto format = format_of(decoded->text)) check_parsed(parse(*format, decoded->text, {}));
  return 0;
}
