// The headers that sign a delivery of another server: Signature, Digest, Date.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "social/fediverse/signature.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nigiwai;
  using namespace nigiwai::social::fediverse;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // Lines: Signature, Date, Digest.
  const auto first = bytes.substr(0, bytes.find('\n'));
  const auto rest = bytes.substr(std::min(first.size() + 1, bytes.size()));
  const auto second = rest.substr(0, rest.find('\n'));
  const SignedRequest request{.method = "post",
                              .target = "/inbox",
                              .host = "a.example",
                              .date = std::string(second),
                              .digest = std::string(rest.substr(std::min(second.size() + 1, rest.size())))};
  if (const auto date = read_http_date(second)) {
    const auto again = read_http_date(http_date(*date));
    CHECK(again && *again == *date, "a date that was read is written as one");
  }
  const auto signature = read_signature(first);
  if (!signature) return 0;
  CHECK(!signature->key_id.empty() && !signature->bytes.empty(), "a signature has a key and bytes");
  CHECK(!signature->headers.empty() && signature->headers.size() <= kMostSignedHeaders, "it signs something");
  const auto text = signing_text(*signature, request);
  CHECK(!text || text->size() <= signature->headers.size() * (size + 64),
        "what was signed is no longer than it");
  const auto covered = check_covered(*signature, request, "body", WallTime{});
  CHECK(!covered || request.digest.contains(digest_of("body").substr(8)),
        "a body that is covered has its digest there");
  return 0;
}
