#include "base/text.h"

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>

namespace nigiwai {
namespace {

bool is_line_break(UChar32 c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85; }

// Characters that change how their neighbours are shown, or show nothing: bidi controls, zero width, tags.
bool is_hidden_control(UChar32 c) {
  if (c == 0x200D || c == 0xFE0F) return false;  // ZWJ and the emoji selector join what people write
  if (u_iscntrl(c)) return true;
  if (c >= 0x202A && c <= 0x202E) return true;
  if (c >= 0x2066 && c <= 0x2069) return true;
  if (c >= 0x200B && c <= 0x200F) return true;
  if (c == 0x061C || c == 0xFEFF || c == 0x2060) return true;
  return c >= 0xE0000 && c <= 0xE007F;
}

bool is_combining(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

icu::UnicodeString without_controls(const icu::UnicodeString& text, Lines lines) {
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (c == '\n' && i > 0 && text.charAt(i - 1) == '\r') continue;  // one break, told in two characters
    if (is_line_break(c)) {
      kept.append(lines == Lines::kMany ? UChar32{'\n'} : UChar32{' '});
    } else if (c == '\t') {
      kept.append(UChar32{' '});
    } else if (!is_hidden_control(c)) {
      kept.append(c);
    }
  }
  return kept;
}

icu::UnicodeString with_few_marks(const icu::UnicodeString& text) {
  icu::UnicodeString kept;
  int marks = 0;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    marks = is_combining(c) && c != 0xFE0F ? marks + 1 : 0;
    if (marks <= kMaxCombiningMarks) kept.append(c);
  }
  return kept;
}

// Whether anything would be seen: joiners, selectors and marks alone make an empty-looking name.
bool is_visible(const icu::UnicodeString& text) {
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (c != 0x200D && c != 0xFE0F && !is_combining(c) && !u_isUWhiteSpace(c)) return true;
  }
  return false;
}

std::size_t clusters(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> cursor(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) return static_cast<std::size_t>(text.countChar32());
  cursor->setText(text);
  std::size_t count = 0;
  while (cursor->next() != icu::BreakIterator::DONE) ++count;
  return count;
}

// What most people write: characters that stand for themselves, that no normalization and no neighbour
// changes.
bool is_plain(UChar32 c) {
  if (c < 0x3000) return c >= 0x20 && c < 0x7F;
  if (c <= 0x3029) return true;                 // punctuation
  if (c >= 0x3041 && c <= 0x3096) return true;  // hiragana, without the marks that compose
  if (c >= 0x309D && c <= 0x30FE) return true;  // its signs; katakana
  if (c >= 0x3400 && c <= 0x4DBF) return true;
  if (c >= 0x4E00 && c <= 0x9FFC) return true;  // kanji
  return c >= 0xFF01 && c <= 0xFF60;            // full width
}

// How many characters there are, where all are plain and none at an end is a space; nothing otherwise.
std::optional<std::size_t> plain_characters(std::string_view utf8) {
  const auto length = static_cast<int32_t>(utf8.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(utf8.data());
  std::size_t count = 0;
  UChar32 c = 0;
  for (int32_t i = 0; i < length; ++count) {
    U8_NEXT(data, i, length, c);
    if (!is_plain(c) || (count == 0 && (c == 0x20 || c == 0x3000))) return std::nullopt;
  }
  if (count == 0 || c == 0x20 || c == 0x3000) return std::nullopt;
  return count;
}

Result<void> fits(std::size_t length, const TextRule& rule, std::string_view field) {
  if (length < rule.least) {
    return invalid(std::string(field), rule.least == 1
                                           ? "This must not be empty."
                                           : fmt::format("This needs at least {} characters.", rule.least));
  }
  if (length > rule.most) {
    return invalid(std::string(field),
                   fmt::format("This has {} characters; at most {} fit.", length, rule.most));
  }
  return {};
}

}  // namespace

std::string mended_utf8(std::string_view bytes) {
  std::string mended;
  icu::UnicodeString::fromUTF8({bytes.data(), static_cast<int32_t>(bytes.size())}).toUTF8String(mended);
  return mended;
}

bool is_utf8(std::string_view bytes) {
  const auto length = static_cast<int32_t>(bytes.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  for (int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(data, i, length, c);
    if (c < 0) return false;
  }
  return true;
}

Result<std::string> clean_text(std::string_view raw, const TextRule& rule, std::string_view field) {
  // A bound on the bytes first, so that hostile input costs no more than honest input.
  if (raw.size() > (rule.most + 1) * 64) {
    return invalid(std::string(field), fmt::format("This is longer than {} characters.", rule.most));
  }
  if (const auto plain = plain_characters(raw)) {
    if (auto fine = fits(*plain, rule, field); !fine) return std::unexpected(fine.error());
    return std::string(raw);
  }
  if (!is_utf8(raw)) return invalid(std::string(field), "This is not valid UTF-8 text.");
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(raw.data(), static_cast<int32_t>(raw.size())));
  // Controls first: what stood between two characters must not keep them from being composed.
  text = without_controls(text, rule.lines);
  if (U_SUCCESS(status)) text = nfc->normalize(text, status);
  text = with_few_marks(text).trim();
  const auto length = is_visible(text) ? clusters(text) : 0;
  if (length == 0) text.remove();
  if (auto fine = fits(length, rule, field); !fine) return std::unexpected(fine.error());
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

std::size_t character_count(std::string_view utf8) {
  return clusters(
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size()))));
}

bool is_slug(std::string_view id) {
  if (id.empty() || id.size() > 64) return false;
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (!alphanumeric(id.front())) return false;
  for (const char c : id) {
    if (!alphanumeric(c) && c != '-' && c != '_' && c != '.') return false;
  }
  return true;
}

}  // namespace nigiwai
