#include "shop/products/search.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace nigiwai::shop {
namespace {

constexpr UChar32 kFirstKatakana = 0x30A1;
constexpr UChar32 kLastKatakana = 0x30F6;
constexpr UChar32 kToHiragana = 0x60;

icu::UnicodeString folded(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto given =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  return U_FAILURE(status) ? given : fold->normalize(given, status);
}

icu::UnicodeString plain(std::string_view text) {
  const auto whole = folded(text);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < whole.length(); i = whole.moveIndex32(i, 1)) {
    auto c = whole.char32At(i);
    if (c >= kFirstKatakana && c <= kLastKatakana) c -= kToHiragana;
    if (u_isalnum(c) != 0) kept.append(c);
  }
  return kept;
}

std::string utf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

// "うるみ" → "うる るみ み"; the last stands alone, so that a single character is found as the start of a
// token.
void add_grams(std::string& grams, const icu::UnicodeString& text) {
  for (int32_t i = 0; i < text.length();) {
    const auto next = text.moveIndex32(i, 1);
    const auto end = next < text.length() ? text.moveIndex32(next, 1) : next;
    text.tempSubStringBetween(i, end).toUTF8String(grams);
    grams += ' ';
    i = next;
  }
}

std::string phrase(const icu::UnicodeString& word) {
  if (word.countChar32() == 1) return "\"" + utf8(word) + "\" *";
  std::string pairs;
  for (int32_t i = 0; i < word.length();) {
    const auto next = word.moveIndex32(i, 1);
    if (next >= word.length()) break;
    if (!pairs.empty()) pairs += ' ';
    word.tempSubStringBetween(i, word.moveIndex32(next, 1)).toUTF8String(pairs);
    i = next;
  }
  return "\"" + pairs + "\"";
}

std::vector<icu::UnicodeString> words_of(std::string_view asked) {
  // Spaces of every width part words.
  const auto whole = folded(asked.substr(0, kMostSearch * 4));
  std::vector<icu::UnicodeString> words;
  icu::UnicodeString word;
  const auto end_word = [&] {
    auto letters = plain(utf8(word));
    word.remove();
    if (!letters.isEmpty()) words.push_back(std::move(letters));
  };
  for (int32_t i = 0; i < whole.length(); i = whole.moveIndex32(i, 1)) {
    const auto c = whole.char32At(i);
    if (u_isUWhiteSpace(c) != 0) {
      end_word();
    } else {
      word.append(c);
    }
  }
  end_word();
  return words;
}

}  // namespace

std::string search_form(std::string_view text) { return utf8(plain(text)); }

std::string search_grams(const std::vector<std::string>& texts) {
  std::string grams;
  for (const auto& text : texts) add_grams(grams, plain(text));
  return grams;
}

std::string search_query(std::string_view asked) {
  std::string query;
  for (const auto& word : words_of(asked)) {
    if (!query.empty()) query += " AND ";
    query += phrase(word);
  }
  return query;
}

std::vector<std::string> search_words(std::string_view asked) {
  std::vector<std::string> words;
  for (const auto& word : words_of(asked)) words.push_back(utf8(word));
  return words;
}

}  // namespace nigiwai::shop
