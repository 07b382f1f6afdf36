#include "social/listening/normal_text.h"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/check.h"

namespace nigiwai::social {
namespace {

// What stands in any English sentence; Japanese ones are told by their script (hiragana alone).
constexpr std::array<std::string_view, 84> kCommon{
    "about", "after", "again",  "all",   "also",   "and",   "any",   "are",   "because", "been",  "before",
    "being", "but",   "can",    "could", "did",    "does",  "don",   "for",   "from",    "get",   "got",
    "had",   "has",   "have",   "her",   "here",   "him",   "his",   "how",   "into",    "its",   "just",
    "like",  "more",  "most",   "much",  "not",    "now",   "off",   "one",   "only",    "other", "our",
    "out",   "over",  "really", "she",   "should", "some",  "still", "such",  "than",    "that",  "the",
    "their", "them",  "then",   "there", "these",  "they",  "this",  "those", "too",     "very",  "via",
    "want",  "was",   "were",   "what",  "when",   "where", "which", "who",   "why",     "will",  "with",
    "would", "you",   "your",   "rt",    "http",   "https", "www"};
constexpr int kMostWordUnits = 40;

// Addresses and names of people become blanks.
std::string without_names(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto rest = text.substr(at);
    const bool starts = at == 0 || static_cast<unsigned char>(text[at - 1]) <= ' ' || text[at - 1] == '(';
    if ((starts && rest.starts_with('@')) || rest.starts_with("http://") || rest.starts_with("https://")) {
      while (at < text.size() && text[at] > ' ') ++at;  // to the end of its ASCII
      kept += ' ';
      if (at >= text.size()) break;
    }
    kept += text[at];
  }
  return kept;
}

bool is_hiragana_alone(const icu::UnicodeString& word) {
  for (int32_t at = 0; at < word.length(); ++at) {
    const auto c = word.charAt(at);
    if ((c < 0x3041 || c > 0x309F) && c != 0x30FC) return false;
  }
  return true;
}

bool carries_meaning(const icu::UnicodeString& word, const std::string& text) {
  if (word.length() < 2 || word.length() > kMostWordUnits) return false;
  if (static_cast<unsigned char>(text.front()) < 0x80) {
    return text.size() >= 3 && std::ranges::find(kCommon, text) == kCommon.end();
  }
  return !is_hiragana_alone(word) || word.length() >= 4;
}

icu::BreakIterator& word_breaks() {
  static thread_local std::unique_ptr<icu::BreakIterator> breaks = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createWordInstance(icu::Locale::getJapanese(), status));
    CHECK(U_SUCCESS(status), "ICU has no word breaks");
    return made;
  }();
  return *breaks;
}

}  // namespace

std::string normal_text(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  static const auto* const form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  CHECK(U_SUCCESS(status), "ICU has no NFKC with case folded");
  std::string normal;
  normal.reserve(text.size());
  icu::StringByteSink<std::string> sink(&normal);
  form->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr,
                      status);
  return normal;
}

std::vector<std::string> words_of(std::string_view normal) {
  const auto text = icu::UnicodeString::fromUTF8(without_names(normal));
  auto& breaks = word_breaks();
  breaks.setText(text);
  std::vector<std::string> words;
  int32_t start = breaks.first();
  for (int32_t end = breaks.next(); end != icu::BreakIterator::DONE; start = end, end = breaks.next()) {
    if (breaks.getRuleStatus() < UBRK_WORD_LETTER) continue;  // blanks, marks, numbers
    const icu::UnicodeString word(text, start, end - start);
    std::string written;
    word.toUTF8String(written);
    if (carries_meaning(word, written) && std::ranges::find(words, written) == words.end())
      words.push_back(std::move(written));
  }
  return words;
}

}  // namespace nigiwai::social
