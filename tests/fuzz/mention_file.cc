// Exports of mentions and tables of counts, as strangers' tools write them.
#include <cstdint>
#include <sstream>

#include "base/check.h"
#include "base/text.h"
#include "base/time.h"
#include "social/listening/mention_file.h"
#include "social/listening/spike_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nigiwai;
  using namespace nigiwai::social;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  std::istringstream in(bytes);
  auto file = MentionFile::open(in, {.network = "x", .latest = from_ms(4'000'000'000'000)});
  if (file) {
    std::size_t rows = 0;
    while (auto row = file->next()) {
      CHECK(++rows <= size + 1, "a row takes a byte at least");
      if (const auto* mention = std::get_if<Mention>(&*row)) {
        CHECK(!mention->text.empty() && mention->text.size() <= kMostMentionText, "a mention says something");
        CHECK(is_utf8(mention->text) && is_utf8(mention->author), "what is kept is UTF-8");
        CHECK(!key_of(*mention).empty(), "every mention has a key");
      }
    }
  }
  std::istringstream series(bytes);
  std::ostringstream out;
  (void)print_spikes(series, out, SpikesAs::kScores);
  return 0;
}
