#include "media/second/history.h"

#include <algorithm>

namespace nigiwai::media::second {
namespace {

bool alike(const PlaylistSegment& one, const PlaylistSegment& other) {
  return one.msn == other.msn && one.at == other.at && one.duration == other.duration &&
         one.discontinuity_number == other.discontinuity_number;
}

}  // namespace

std::vector<PlaylistSegment> history(Segments source, Segments own, std::uint32_t first_init) {
  std::vector<PlaylistSegment> segments;
  segments.reserve(source.size());
  for (const auto& each : source) {
    const auto found = std::ranges::find_if(
        own, [&](const auto& one) { return one->complete && !one->gap && alike(*one, *each); });
    if (found != own.end()) {
      segments.push_back(**found);
      segments.back().discontinuity = each->discontinuity;
      continue;
    }
    segments.push_back(*each);
    segments.back().init = first_init;
    segments.back().gap = true;
    segments.back().parts.clear();
  }
  return segments;
}

bool is_whole(std::span<const PlaylistSegment> source, std::span<const PlaylistSegment> own) {
  return std::ranges::equal(source, own, alike);
}

}  // namespace nigiwai::media::second
