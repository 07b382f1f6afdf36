// A media playlist as the validator reads it: every tag with its value, and what breaks the rules of writing
// noted on the way.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "media/hls/validator.h"

namespace nigiwai::media {

using Attributes = std::map<std::string, std::string, std::less<>>;

struct ReadPart {
  double duration = 0;
  std::string uri;
  std::string rest;  // INDEPENDENT, GAP, BYTERANGE
  int line = 0;
};

struct ReadSegment {
  std::int64_t msn = 0;
  double duration = -1;  // < 0: only parts so far
  std::string uri;
  bool discontinuity = false;
  std::string map;
  std::optional<WallTime> date;
  std::vector<ReadPart> parts;
  int line = 0;
  double length() const {
    if (duration >= 0) return duration;
    double sum = 0;
    for (const auto& part : parts) sum += part.duration;
    return sum;
  }
};

struct ReadPlaylist {
  std::optional<std::int64_t> version, target, media_sequence, discontinuity_sequence;
  std::optional<double> part_target;
  std::optional<Attributes> control;
  std::int64_t skipped = 0;
  std::string type;
  bool ended = false;
  std::vector<ReadSegment> segments;  // the last may have parts alone
  std::vector<std::pair<int, Attributes>> hints, reports;
  std::int64_t first_msn() const { return media_sequence.value_or(0); }
};

// A decimal number, the whole text of it.
std::optional<double> decimal(std::string_view text);

// Reads as far as it can be read; what is wrong with single lines is appended to `breaches`.
ReadPlaylist read_playlist(std::string_view text, std::vector<Breach>& breaches);

}  // namespace nigiwai::media
