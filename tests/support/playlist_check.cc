// Holds playlists that a running server gave against RFC 8216bis, for the journeys:
//   playlist_check media FIRST NEXT…     successive versions of one media playlist
//   playlist_check multivariant FILE…
// Prints what breaks a MUST, and ends with 1 when something does.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "media/hls/validator.h"

int main(int argc, char** argv) {
  using namespace nigiwai::media;
  if (argc < 3) return 2;
  const bool media = std::string_view(argv[1]) == "media";
  std::string previous;
  bool broken = false;
  for (int i = 2; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    if (!file) return 2;
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto breaches = media ? validate_media_playlist(text, previous) : validate_multivariant_playlist(text);
    std::erase_if(breaches, [](const Breach& breach) { return !breach.must; });
    if (!breaches.empty()) {
      broken = true;
      std::printf("%s\n%s\n%s\n", argv[i], describe(breaches).c_str(), text.c_str());
    }
    // A delta update leaves the last whole one standing (6.3.7).
    if (text.find("#EXT-X-SKIP") == std::string::npos) previous = std::move(text);
  }
  return broken ? 1 : 0;
}
