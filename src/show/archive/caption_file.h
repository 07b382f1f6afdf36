// Caption files as people bring them: SubRip (.srt) and WebVTT (.vtt), read and written. Pure.
//
// Words and times are kept; styles, positions and speakers' tags are not. UTF-8, UTF-16 and Shift_JIS are
// told apart by their bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::show {

// An evening of three hours, spoken without a pause, has some 4,000; all are written in one turn of the
// writer.
inline constexpr std::size_t kMostCaptions = 5'000;
inline constexpr std::size_t kLongestCaption = 300;  // characters: more is not read in the time
inline constexpr std::size_t kMostCaptionBytes = 1024 * 1024;

struct Caption {
  Milliseconds from{0};
  Milliseconds until{0};
  std::string text;      // lines parted by \n
  std::size_t line = 0;  // of its times in the file; 0 for one that comes from elsewhere
};

// In order of `from`. A refusal names the line in words and as the member "line", and what is wrong with it
// as "fault": "no-times", "times", "order", "broken", "long" or "many".
Result<std::vector<Caption>> read_captions(std::string_view bytes);
std::unexpected<Problem> wrong_line(std::size_t line, std::string_view fault, std::string_view sentence);

std::string to_webvtt(std::span<const Caption> captions);
std::string to_subrip(std::span<const Caption> captions);

}  // namespace nigiwai::show
