// Text that people typed: made safe and comparable before anything keeps it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace nigiwai {

enum class Lines { kOne, kMany };

// What a text may be. Lengths count grapheme clusters (what a person calls a character).
struct TextRule {
  std::size_t least = 0;
  std::size_t most = 200;
  Lines lines = Lines::kOne;
};

// More combining marks than this on one character are decoration meant to spill over other people's lines.
inline constexpr int kMaxCombiningMarks = 4;

// `raw` in NFC, trimmed, without control characters, bidi overrides, and combining marks past the limit; line
// breaks become spaces under Lines::kOne. Refuses what is not UTF-8 or has another length, naming `field`.
Result<std::string> clean_text(std::string_view raw, const TextRule& rule, std::string_view field);

// Grapheme clusters in valid UTF-8.
std::size_t character_count(std::string_view utf8);

bool is_utf8(std::string_view bytes);
// The same bytes with U+FFFD in place of whatever is not UTF-8.
std::string mended_utf8(std::string_view bytes);

// [a-z0-9][a-z0-9._-]{0,63}: ids that people choose, such as those of products.
bool is_slug(std::string_view id);

}  // namespace nigiwai
