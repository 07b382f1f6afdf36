// Text made comparable, so that one word written in many ways is one word. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::talk {

// One character of a line as a reader of Latin letters may take it.
struct Glyph {
  char32_t character = 0;     // after NFKC and case folding
  std::uint32_t letters = 0;  // bit n: may stand for the n-th letter of a–z
  enum class Kind {
    kLetter,
    kDigit,
    kSign,
    kSpace,
    kOther
  } kind = Kind::kOther;  // kOther: letters of other scripts
};

// Width, case, accents, invisible characters and letters of other alphabets that look Latin are gone; digits
// and signs keep what they may stand for (0 for o, @ for a, 1 for i and l).
std::vector<Glyph> latin_glyphs(std::string_view utf8);

// The line as a reader of Japanese hears it: katakana as hiragana, half width as full, small kana as large,
// without ー and 〜, spaces, signs and what is repeated. `from` is where in the glyphs each character came
// from.
struct Heard {
  std::u32string text;
  std::vector<std::size_t> from;
};
Heard heard(const std::vector<Glyph>& glyphs);

bool is_kana(char32_t c);  // hiragana or katakana, with ー
bool is_hiragana(char32_t c);
bool is_japanese(char32_t c);  // kana or kanji

}  // namespace nigiwai::talk
