#include "shop/feed/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace nigiwai::shop::feed {
namespace {

// A text of which more is broken than this is in another encoding.
constexpr std::size_t kBrokenInHundred = 1;
// ICU's name of CP932, which is what programs on Windows call Shift_JIS.
constexpr const char* kCp932 = "ibm-943_P15A-2003";

struct Utf8Count {
  std::size_t several = 0;  // characters of several bytes
  std::size_t broken = 0;
};

Utf8Count count_utf8(std::string_view bytes) {
  Utf8Count count;
  const auto length = static_cast<int32_t>(bytes.size());
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  for (int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(data, i, length, c);
    if (c < 0) {
      ++count.broken;
    } else if (c > 0x7F) {
      ++count.several;
    }
  }
  return count;
}

std::string with_marks(std::string_view bytes) {
  std::string text;
  icu::UnicodeString::fromUTF8(icu::StringPiece(bytes.data(), static_cast<int32_t>(bytes.size())))
      .toUTF8String(text);
  return text;
}

struct Converted {
  std::string text;
  std::size_t characters = 0;
  std::size_t broken = 0;
  std::size_t beyond_ascii = 0;
  std::size_t kana = 0;
  std::size_t half_kana = 0;  // half-width katakana: rare in a feed, common where EUC-JP is read as Shift_JIS
};

std::optional<Converted> convert(std::string_view bytes, const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(name, &status), &ucnv_close);
  if (U_FAILURE(status)) return std::nullopt;
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), status);
  if (U_FAILURE(status)) return std::nullopt;
  Converted converted;
  for (int32_t i = 0; i < text.length(); ++i) {
    const auto unit = text.charAt(i);
    ++converted.characters;
    // CP932 has a control character for each byte that it gives no meaning to.
    if (unit == 0xFFFD || (unit >= 0x80 && unit < 0xA0)) ++converted.broken;
    if (unit > 0x7F) ++converted.beyond_ascii;
    if (unit >= 0x3041 && unit <= 0x30FF) ++converted.kana;
    if (unit >= 0xFF61 && unit <= 0xFF9F) ++converted.half_kana;
  }
  text.toUTF8String(converted.text);
  return converted;
}

bool few(std::size_t broken, std::size_t characters) { return broken * 100 <= characters * kBrokenInHundred; }

// UTF-16 without a mark: in markup and numbers, every second byte is zero.
const char* bare_utf16(std::string_view bytes) {
  const auto sample = bytes.substr(0, std::min<std::size_t>(bytes.size(), 4096) & ~std::size_t{1});
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < sample.size(); i += 2) {
    even += sample[i] == '\0' ? 1 : 0;
    odd += sample[i + 1] == '\0' ? 1 : 0;
  }
  const auto pairs = sample.size() / 2;
  if (pairs == 0) return nullptr;
  if (odd * 5 > pairs && even * 50 < pairs) return "UTF-16LE";
  if (even * 5 > pairs && odd * 50 < pairs) return "UTF-16BE";
  return nullptr;
}

std::unexpected<Problem> unknown() {
  return fail(Kind::kUnsupported, "unsupported",
              "The characters of this file could not be made out. Save it as UTF-8 and try again.",
              "encoding");
}

Result<Decoded> utf16(std::string_view bytes, const char* name) {
  auto converted = convert(bytes, name);
  if (!converted || !few(converted->broken, converted->characters)) return unknown();
  return Decoded{name, std::move(converted->text)};
}

}  // namespace

Result<Decoded> decode(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0") ||
      bytes.starts_with("\x1F\x8B")) {
    return fail(Kind::kUnsupported, "unsupported",
                "This is a spreadsheet or an archive. Save it as CSV, TSV, XML or JSON and try again.");
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE")) return utf16(bytes.substr(2), "UTF-16LE");
  if (bytes.starts_with("\xFE\xFF")) return utf16(bytes.substr(2), "UTF-16BE");
  if (const auto* name = bare_utf16(bytes)) return utf16(bytes, name);
  if (bytes.find('\0') != std::string_view::npos) return unknown();

  // A row that was damaged on its way does not make a UTF-8 file one of another encoding.
  const auto count = count_utf8(bytes);
  if (count.broken == 0) return Decoded{"UTF-8", std::string(bytes)};
  if (count.several > count.broken * 10) return Decoded{"UTF-8", with_marks(bytes)};

  auto shift_jis = convert(bytes, kCp932);
  auto euc = convert(bytes, "EUC-JP");
  // Japanese has kana in every other word, whichever the encoding.
  if (euc && euc->broken == 0 && euc->kana * 20 > euc->beyond_ascii &&
      (!shift_jis || shift_jis->broken > 0 || shift_jis->half_kana * 3 > shift_jis->beyond_ascii)) {
    return Decoded{"EUC-JP", std::move(euc->text)};
  }
  if (shift_jis && few(shift_jis->broken, shift_jis->characters)) {
    return Decoded{"Shift_JIS", std::move(shift_jis->text)};
  }
  return unknown();
}

}  // namespace nigiwai::shop::feed
