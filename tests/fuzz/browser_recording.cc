// Recordings of browsers. The first byte chooses the container, the rest is the recording.
#include <algorithm>

#include "checking_feed.h"
#include "media/ingest/browser/container.h"

using namespace nigiwai::media;
using namespace nigiwai::media::ingest;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::span<const std::uint8_t> rest{data + 1, size - 1};
  CheckingFeed feed;
  browser::Places places(1);
  const auto container = data[0] % 2 == 0 ? browser::Container::kMatroska : browser::Container::kMp4;
  const auto taken = browser::demux(
      {.container = container},
      [&](std::span<std::uint8_t> into) {
        const auto count = std::min({into.size(), rest.size(), std::size_t{1'000}});
        std::copy_n(rest.begin(), count, into.begin());
        rest = rest.subspan(count);
        return count;
      },
      feed, places);
  if (!taken) feed.refused(taken.error());
  return 0;
}
