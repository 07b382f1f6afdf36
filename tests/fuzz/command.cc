// What a client sends over a room's socket, down to the text that would be kept.
#include <cstdint>
#include <cstdlib>

#include "timeline/commands.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nigiwai;
  const auto message = parse_object(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!message) return 0;
  const auto command = timeline::Commands::read(*message, "show", http::Caller{});
  if (!command) {
    if (command.error().detail.empty()) std::abort();
    return 0;
  }
  Fields in(command->data, "/data");
  const auto text = in.text("text", {.least = 1, .most = 200});
  in.optional_whole("count", {1, 50});
  in.optional_slugs("products", 20);
  in.optional_money("price");
  in.optional_time("starts_at");
  if (in.problem()) return 0;
  // What was cleaned stays as it is when it is cleaned again.
  const auto again = clean_text(text, {.least = 1, .most = 200}, "/data/text");
  if (!again || *again != text || character_count(text) > 200 || !is_utf8(text)) std::abort();
  return 0;
}
