// The frames of a client: however they are cut, the reader holds at most one message and says the same.
#include <cstdint>
#include <cstdlib>

#include "timeline/websocket.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nigiwai::timeline::websocket;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  FrameReader whole, cut;
  std::vector<Message> from_whole, from_cut;
  const auto code = whole.feed(bytes, from_whole);
  std::optional<std::uint16_t> cut_code;
  for (std::size_t i = 0; i < size && !cut_code; ++i) {
    cut_code = cut.feed(bytes.substr(i, 1), from_cut);
    if (cut.held() > kMostMessage + 16) std::abort();
  }
  if (code != cut_code || from_whole != from_cut) std::abort();
  return 0;
}
