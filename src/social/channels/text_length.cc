#include "social/channels/text_length.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace nigiwai::social {
namespace {

constexpr std::size_t kWeightOfLink = 23;  // t.co's length

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

// RFC 3986: unreserved, reserved and percent-encoded characters.
bool is_of_address(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("-._~:/?#[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool starts_at(std::string_view text, std::size_t at, std::string_view lower_case) {
  if (text.size() - at < lower_case.size()) return false;
  return std::equal(lower_case.begin(), lower_case.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char wanted, char c) { return wanted == (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
}

// Without the punctuation that ends the sentence around it.
std::size_t trimmed_end(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin) {
    const char last = text[end - 1];
    if (std::string_view(".,:;!?'*").find(last) != std::string_view::npos) {
      --end;
      continue;
    }
    const auto link = text.substr(begin, end - begin);
    if (last == ')' && std::ranges::count(link, ')') > std::ranges::count(link, '(')) {
      --end;
      continue;
    }
    if (last == ']' && std::ranges::count(link, ']') > std::ranges::count(link, '[')) {
      --end;
      continue;
    }
    break;
  }
  return end;
}

// The character that begins at `at`, which moves behind it.
UChar32 next_of(std::string_view text, std::size_t& at) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
  auto place = static_cast<int32_t>(at);
  const auto length = static_cast<int32_t>(text.size());
  UChar32 c = 0;
  U8_NEXT(data, place, length, c);
  at = static_cast<std::size_t>(place);
  return c;
}

bool is_of_tag(UChar32 c) {
  if (c < 0) return false;
  if (u_isalnum(c) || c == '_' || c == 0x30FC || c == 0xFF3F) return true;
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || type == U_MODIFIER_LETTER;
}

// label.label with letters alone in the last: what X may take for an address.
bool is_bare_domain(std::string_view word) {
  const auto dot = word.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || word.find("..") != std::string_view::npos) return false;
  const auto last = word.substr(dot + 1);
  return last.size() >= 2 && std::ranges::all_of(last, [](char c) { return std::isalpha(c) != 0; });
}

std::size_t weight_of(UChar32 c) {
  const bool light = c <= 0x10FF || (c >= 0x2000 && c <= 0x200D) || (c >= 0x2010 && c <= 0x201F) ||
                     (c >= 0x2032 && c <= 0x2037);
  return light ? 1 : 2;
}

bool is_emoji(const icu::UnicodeString& cluster) {
  bool selector = false, keycap = false;
  for (int32_t i = 0; i < cluster.length(); i = cluster.moveIndex32(i, 1)) {
    const auto c = cluster.char32At(i);
    if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION) || u_hasBinaryProperty(c, UCHAR_REGIONAL_INDICATOR))
      return true;
    selector = selector || c == 0xFE0F;
    keycap = keycap || c == 0x20E3;
  }
  return keycap || (selector && u_hasBinaryProperty(cluster.char32At(0), UCHAR_EMOJI));
}

// What stands between addresses.
std::size_t weight_of_words(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto whole = utf16(text);
  const std::unique_ptr<icu::BreakIterator> cursor(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) return static_cast<std::size_t>(whole.countChar32()) * 2;
  cursor->setText(whole);
  std::size_t weight = 0;
  for (int32_t begin = cursor->first(), end = cursor->next(); end != icu::BreakIterator::DONE;
       begin = end, end = cursor->next()) {
    const icu::UnicodeString cluster(whole, begin, end - begin);
    if (is_emoji(cluster)) {
      weight += 2;
      continue;
    }
    for (int32_t i = 0; i < cluster.length(); i = cluster.moveIndex32(i, 1))
      weight += weight_of(cluster.char32At(i));
  }
  return weight;
}

// The same with bare domains.
std::size_t weight_between(std::string_view text) {
  std::size_t weight = 0, from = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_of_word(text[at])) {
      ++at;
      continue;
    }
    auto end = at;
    while (end < text.size() && is_of_word(text[end])) ++end;
    const auto word = text.substr(at, trimmed_end(text, at, end) - at);
    if (is_bare_domain(word)) {
      weight += weight_of_words(text.substr(from, at - from)) + std::max(kWeightOfLink, word.size());
      from = at + word.size();
    }
    at = end;
  }
  return weight + weight_of_words(text.substr(from));
}

}  // namespace

std::vector<TextSpan> links_in(std::string_view text) {
  std::vector<TextSpan> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::size_t scheme = 0;
    if (starts_at(text, at, "https://")) scheme = 8;
    if (starts_at(text, at, "http://")) scheme = 7;
    const bool inside = at > 0 && is_of_word(text[at - 1]);
    if (scheme == 0 || inside) continue;
    auto end = at + scheme;
    while (end < text.size() && is_of_address(text[end])) ++end;
    end = trimmed_end(text, at, end);
    if (end > at + scheme && is_of_word(text[at + scheme])) {
      found.push_back({at, end});
      at = end - 1;
    }
  }
  return found;
}

std::vector<TextSpan> tags_in(std::string_view text) {
  const auto links = links_in(text);
  std::vector<TextSpan> found;
  bool open = true;  // whether a tag may begin here: after nothing, or after what is of no word
  for (std::size_t at = 0; at < text.size();) {
    const auto link = std::ranges::find(links, at, &TextSpan::begin);
    if (link != links.end()) {
      at = link->end;
      open = false;
      continue;
    }
    const auto begin = at;
    const auto sign = next_of(text, at);
    if ((sign != '#' && sign != 0xFF03) || !open) {
      open = !is_of_tag(sign) && sign != '#' && sign != 0xFF03 && sign != '&' && sign != '/';
      continue;
    }
    bool more_than_digits = false;
    auto end = at;
    for (auto next = at; next < text.size();) {
      const auto c = next_of(text, next);
      if (!is_of_tag(c)) break;
      more_than_digits = more_than_digits || !u_isdigit(c);
      end = next;
    }
    if (end > at && more_than_digits) found.push_back({begin, end});
    open = false;
    at = end;
  }
  return found;
}

std::size_t utf16_length(std::string_view text) { return static_cast<std::size_t>(utf16(text).length()); }

std::size_t code_point_length(std::string_view text) {
  return static_cast<std::size_t>(utf16(text).countChar32());
}

std::size_t weighted_length(std::string_view text) {
  std::string normal;
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_SUCCESS(status)) nfc->normalize(utf16(text), status).toUTF8String(normal);
  if (U_FAILURE(status)) normal = text;
  const std::string_view whole = normal;
  std::size_t weight = 0, from = 0;
  for (const auto& link : links_in(whole)) {
    weight += weight_between(whole.substr(from, link.begin - from)) + kWeightOfLink;
    from = link.end;
  }
  return weight + weight_between(whole.substr(from));
}

}  // namespace nigiwai::social
