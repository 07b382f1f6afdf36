// Holds a playlist against the rules of RFC 8216bis, as a client would be hurt by breaking them.
//
// For tests: of synthetic runs here, and of the running server in the journeys. It reads what any HLS server
// may write, not only what playlist.cc does; segments are taken to be fragmented MP4. Refuses to be a client:
// it fetches nothing and knows only the texts it is given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::media {

struct Breach {
  bool must = true;     // false: a SHOULD
  std::string section;  // of draft-pantos-hls-rfc8216bis
  int line = 0;         // from 1; 0 when it is about the whole
  std::string what;
  bool operator==(const Breach&) const = default;
};

// `previous`: an earlier version of the same playlist (a whole one, not a delta update), or empty. With it
// the rules of updates are checked too; a delta update is compared with what it leaves standing.
std::vector<Breach> validate_media_playlist(std::string_view text, std::string_view previous = {});

std::vector<Breach> validate_multivariant_playlist(std::string_view text);

// One line a breach, for messages of tests.
std::string describe(const std::vector<Breach>& breaches);

}  // namespace nigiwai::media
