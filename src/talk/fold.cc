#include "talk/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>

#include "base/check.h"

namespace nigiwai::talk {
namespace {

constexpr std::uint32_t bit(char letter) { return std::uint32_t{1} << (letter - 'a'); }
constexpr std::uint32_t kAnyLetter = (std::uint32_t{1} << 26) - 1;

std::uint32_t bits(std::string_view letters) {
  std::uint32_t made = 0;
  for (const char c : letters) made |= bit(c);
  return made;
}

// Letters of Cyrillic, Greek and others that stand for a Latin one in what people write to get past a list
// (after Unicode's confusables.txt), and digits and signs that do.
const std::map<char32_t, std::uint32_t>& look_alikes() {
  static const std::map<char32_t, std::uint32_t> kLike = [] {
    std::map<char32_t, std::uint32_t> like;
    const std::pair<const char32_t*, const char*> table[] = {
        {U"аαɑ@∂ᴀ4Λʌд", "a"}, {U"вβʙ8ь6", "b"}, {U"сϲᴄ¢(ⅽ<", "c"},        {U"ԁᴅð", "d"},
        {U"еєεҽᴇ€3ё", "e"},   {U"ғƒꜰ", "f"},    {U"ɡց9ɢ6", "g"},          {U"нһհʜ#", "h"},
        {U"іιɪ1!|ӏ¡j", "i"},  {U"јϳᴊ", "j"},    {U"кκᴋқ", "k"},           {U"ӏ1|ʟ!i", "l"},
        {U"мᴍ", "m"},         {U"ոηпɴи", "n"},  {U"оοσօ0ᴏøо○◯〇〇", "o"}, {U"рρᴘþ", "p"},
        {U"ԛ", "q"},          {U"гʀя", "r"},    {U"ѕʂ$5ꜱ§", "s"},         {U"тτᴛ+7†", "t"},
        {U"υսᴜцµμ", "u"},     {U"νѵᴠ", "v"},    {U"ԝωᴡшщ", "w"},          {U"хχ×ⅹ", "x"},
        {U"уγʏўч¥", "y"},     {U"ᴢʐ2", "z"}};
    for (const auto& [characters, letters] : table) {
      for (const auto* c = characters; *c != 0; ++c) like[*c] |= bits(letters);
    }
    like[U'*'] = kAnyLetter;
    like[U'v'] = bits("u");
    return like;
  }();
  return kLike;
}

// Squared and circled letters on black have no compatibility decomposition.
char32_t plain(char32_t c) {
  if (c >= 0x1f150 && c <= 0x1f169) return U'a' + (c - 0x1f150);
  if (c >= 0x1f170 && c <= 0x1f189) return U'a' + (c - 0x1f170);
  if (c >= 0x1f1e6 && c <= 0x1f1ff) return U'a' + (c - 0x1f1e6);
  return c;
}

bool is_invisible(char32_t c) {
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_FORMAT_CHAR || type == U_CONTROL_CHAR || c == 0x115f || c == 0x3164 || c == 0x2800 ||
         (c >= 0xfe00 && c <= 0xfe0f) || c == 0x034f;
}

bool is_mark(char32_t c) {
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

// An accented Latin letter without its accents; itself where there are none.
char32_t unaccented(char32_t c, const icu::Normalizer2& nfd) {
  icu::UnicodeString decomposed;
  if (c < 0x80 || is_japanese(c) || !nfd.getDecomposition(static_cast<UChar32>(c), decomposed)) return c;
  return static_cast<char32_t>(decomposed.char32At(0));
}

Glyph glyph_of(char32_t c) {
  Glyph glyph{.character = c};
  if (c >= U'a' && c <= U'z') {
    glyph.kind = Glyph::Kind::kLetter;
    glyph.letters = std::uint32_t{1} << (c - U'a');
    // In most typefaces these two are one stroke.
    if (c == U'l') glyph.letters |= bit('i');
    if (c == U'v') glyph.letters |= bit('u');
    return glyph;
  }
  const auto like = look_alikes().find(c);
  if (like != look_alikes().end()) glyph.letters = like->second;
  const auto unicode = static_cast<UChar32>(c);
  if (u_isdigit(unicode)) {
    glyph.kind = Glyph::Kind::kDigit;
  } else if (u_isUWhiteSpace(unicode)) {
    glyph.kind = Glyph::Kind::kSpace;
  } else if (u_isalpha(unicode)) {
    glyph.kind = glyph.letters != 0 && !is_japanese(c) ? Glyph::Kind::kLetter : Glyph::Kind::kOther;
  } else {
    glyph.kind = Glyph::Kind::kSign;
  }
  return glyph;
}

char32_t large_kana(char32_t c) {
  static const std::map<char32_t, char32_t> kLarge = {
      {U'ぁ', U'あ'}, {U'ぃ', U'い'}, {U'ぅ', U'う'}, {U'ぇ', U'え'}, {U'ぉ', U'お'}, {U'っ', U'つ'},
      {U'ゃ', U'や'}, {U'ゅ', U'ゆ'}, {U'ょ', U'よ'}, {U'ゎ', U'わ'}, {U'ゕ', U'か'}, {U'ゖ', U'け'}};
  const auto found = kLarge.find(c);
  return found == kLarge.end() ? c : found->second;
}

// Hiragana by their vowel: a small one after the same vowel only draws it out.
char32_t vowel_of(char32_t c) {
  constexpr std::pair<char32_t, std::u32string_view> kRows[] = {{U'ぁ', U"あかさたなはまやらわがざだばぱゃ"},
                                                                {U'ぃ', U"いきしちにひみりぎじぢびぴ"},
                                                                {U'ぅ', U"うくすつぬふむゆるぐずづぶぷゅ"},
                                                                {U'ぇ', U"えけせてねへめれげぜでべぺ"},
                                                                {U'ぉ', U"おこそとのほもよろをごぞどぼぽょ"}};
  for (const auto& [vowel, row] : kRows) {
    if (row.find(c) != std::u32string_view::npos) return vowel;
  }
  return 0;
}

bool is_lengthening(char32_t c) {
  return c == U'ー' || c == U'〜' || c == U'~' || c == U'～' || c == U'―' || c == U'─';
}

// Whether three of the same have stood up to here.
bool drawn_out(const std::vector<Glyph>& glyphs, std::size_t at) {
  return at >= 2 && glyphs[at].character == glyphs[at - 1].character &&
         glyphs[at].character == glyphs[at - 2].character;
}

}  // namespace

bool is_hiragana(char32_t c) { return c >= 0x3041 && c <= 0x309f; }
bool is_kana(char32_t c) { return is_hiragana(c) || (c >= 0x30a0 && c <= 0x30ff); }
bool is_japanese(char32_t c) {
  return is_kana(c) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || c == U'々';
}

std::vector<Glyph> latin_glyphs(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  CHECK(U_SUCCESS(status) != 0, "ICU's own data is there");
  const auto text = nfkc->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size()))),
      status);
  std::vector<Glyph> glyphs;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const auto c = static_cast<char32_t>(text.char32At(at));
    if (is_invisible(c) || (is_mark(c) && !is_kana(c))) continue;
    glyphs.push_back(glyph_of(unaccented(plain(c), *nfd)));
  }
  return glyphs;
}

Heard heard(const std::vector<Glyph>& glyphs) {
  Heard made;
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    auto c = glyphs[i].character;
    const bool after_japanese = !made.text.empty() && is_japanese(made.text.back());
    if (c >= 0x30a1 && c <= 0x30f6) c -= 0x60;
    if (after_japanese && is_lengthening(glyphs[i].character)) continue;
    if (after_japanese && vowel_of(made.text.back()) == c) continue;
    if (glyphs[i].kind == Glyph::Kind::kSpace || glyphs[i].kind == Glyph::Kind::kSign) continue;
    c = large_kana(c);
    // Twice is how many words are written (こころ); more often is drawn out.
    const auto size = made.text.size();
    if (size >= 2 && made.text[size - 1] == c && made.text[size - 2] == c && is_kana(c)) {
      made.text.pop_back();
      made.from.pop_back();
      continue;
    }
    if (size >= 1 && made.text[size - 1] == c && drawn_out(glyphs, i)) continue;
    made.text += c;
    made.from.push_back(i);
  }
  return made;
}

}  // namespace nigiwai::talk
