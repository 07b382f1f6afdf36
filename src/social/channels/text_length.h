// How long a text is, as each network counts it, and where its links stand.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace nigiwai::social {

// A stretch of a text in bytes of UTF-8, as AT Protocol's facets count.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const TextSpan&) const = default;
};

// http and https addresses, in order. One ends where no character of an address follows; the punctuation of
// the sentence around it, and a bracket that opened before it, are not part of it.
std::vector<TextSpan> links_in(std::string_view text);

// Hashtags with their sign, which may be full width; in order. A tag holds letters, digits, marks and "_",
// and at least one that is no digit. One within an address is none.
std::vector<TextSpan> tags_in(std::string_view text);

// In UTF-16 units (LINE).
std::size_t utf16_length(std::string_view text);
// In code points (Instagram, Facebook).
std::size_t code_point_length(std::string_view text);
// As X weighs it (twitter-text, configuration v3): the text in NFC, an address 23, an emoji 2, characters of
// the Latin and neighbouring scripts 1, all else 2. A bare domain may become a link there, so that it counts
// 23 at least.
std::size_t weighted_length(std::string_view text);

}  // namespace nigiwai::social
