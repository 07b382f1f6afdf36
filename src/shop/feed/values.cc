// The cells of a feed: prices, stock, ids, texts.
#include <fmt/format.h>
#include <sodium.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "shop/feed/encoding.h"
#include "shop/feed/feed.h"
#include "shop/feed/plain_text.h"
#include "shop/products/product.h"

namespace nigiwai::shop::feed {
namespace {

constexpr std::size_t kLongestPrice = 40;
constexpr std::size_t kSlugLength = 64;
constexpr std::size_t kHashLength = 8;

std::string folded(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) return std::string(text);
  const auto given =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string bytes;
  fold->normalize(given, status).toUTF8String(bytes);
  return bytes;
}

bool is_slug_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string hash_of(std::string_view text) {
  std::array<unsigned char, 16> digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  return std::string(hex.data(), kHashLength);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const auto start = text.find_first_not_of(kSpaces);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kSpaces) - start + 1);
}

std::unexpected<Problem> no_price() { return invalid("price", "This is no price such as 1980 JPY."); }

// The ISO code that a sign or a word beside a number means; empty for none, "?" for what is no currency.
std::string currency_in(std::string_view words, const std::string& usual) {
  if (words.empty()) return {};
  if (words == "円" || words == "¥") return "JPY";
  if (words == "$") return usual.ends_with("D") ? usual : "USD";
  if (words == "€") return "EUR";
  if (words == "£") return "GBP";
  std::string code;
  for (const char c : words) {
    if (c < 'a' || c > 'z') return "?";
    code += static_cast<char>(c - 'a' + 'A');
  }
  return code.size() == 3 ? code : "?";
}

}  // namespace

std::int64_t minor_units(std::string_view currency) {
  // ISO 4217's currencies without and with three decimals; all others have two.
  constexpr std::array<std::string_view, 15> kWhole{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                    "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XPF"};
  constexpr std::array<std::string_view, 6> kThousandths{"BHD", "JOD", "KWD", "LYD", "OMR", "TND"};
  if (std::ranges::find(kWhole, currency) != kWhole.end()) return 1;
  return std::ranges::find(kThousandths, currency) != kThousandths.end() ? 1000 : 100;
}

Result<std::int64_t> read_price(std::string_view text, const std::string& currency) {
  if (text.size() > kLongestPrice) return no_price();
  // Full-width digits and signs become plain ones; the yen sign of CP932 is a backslash.
  auto plain = folded(text);
  std::ranges::replace(plain, '\\', ' ');
  std::string number;
  std::string words;
  bool ended = false;
  for (const char c : plain) {
    const bool of_number = is_digit(c) || ((c == '.' || c == ',') && !number.empty());
    if (of_number) {
      if (ended) return no_price();  // two numbers
      number += c;
    } else if (c == ' ' || c == '\t') {
      ended = ended || !number.empty();
    } else {
      ended = ended || !number.empty();
      words += c;
    }
  }
  const auto named = currency_in(words, currency);
  if (number.empty() || named == "?") return no_price();
  if (!named.empty() && named != currency) {
    return invalid("price", fmt::format("This price is in {}, and the shop sells in {}.", named, currency));
  }
  // "1,980" and "1.980,00": the last sign parts the decimals when one or two digits follow, or when it is a
  // point.
  auto point = number.find_last_of(".,");
  if (point != std::string::npos && number[point] == ',' && number.size() - point - 1 == 3)
    point = std::string::npos;
  std::string whole = number.substr(0, point);
  std::string decimals = point == std::string::npos ? "" : number.substr(point + 1);
  std::erase_if(whole, [](char c) { return !is_digit(c); });
  if (whole.empty() || whole.size() > 12) return no_price();
  std::int64_t amount = std::stoll(whole);
  for (auto unit = minor_units(currency); unit > 1; unit /= 10) {
    amount = amount * 10 + (decimals.empty() ? 0 : decimals.front() - '0');
    if (!decimals.empty()) decimals.erase(0, 1);
  }
  if (decimals.find_first_not_of('0') != std::string::npos) {
    return invalid("price", fmt::format("{} has no smaller parts than this price asks for.", currency));
  }
  if (amount > kMostMoney) return invalid("price", "This price is too high to be meant.");
  return amount;
}

Result<std::int64_t> read_stock(std::string_view text) {
  const auto plain = folded(text);
  auto digits = trimmed(plain);
  const bool less = digits.starts_with('-');
  if (less) digits.remove_prefix(1);
  // Spreadsheets write whole numbers as 12.0.
  if (const auto point = digits.find('.');
      point != std::string_view::npos && point > 0 &&
      digits.find_first_not_of('0', point + 1) == std::string_view::npos) {
    digits = digits.substr(0, point);
  }
  std::int64_t pieces = 0;
  for (const char c : digits) {
    if (c == ',') continue;
    if (!is_digit(c)) return invalid("stock", "This is no whole number of pieces.");
    pieces = pieces * 10 + (c - '0');
    if (pieces > kMostStock)
      return invalid("stock", fmt::format("More than {} of one SKU are not kept.", kMostStock));
  }
  if (digits.empty()) return invalid("stock", "This is no whole number of pieces.");
  return less ? 0 : pieces;
}

std::string slug_of(std::string_view given) {
  const auto plain = folded(trimmed(given));
  std::string slug;
  bool lost = false;
  for (const char c : plain) {
    if (is_slug_char(c)) {
      slug += c;
    } else {
      lost = true;
      if (!slug.empty() && slug.back() != '-') slug += '-';
    }
  }
  while (!slug.empty() && (slug.front() == '-' || slug.front() == '.' || slug.front() == '_')) {
    lost = true;
    slug.erase(0, 1);
  }
  if (!lost && slug.size() <= kSlugLength) return slug;
  slug.resize(std::min(slug.size(), kSlugLength - kHashLength - 1));
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return (slug.empty() ? "item" : slug) + "-" + hash_of(plain);
}

Result<std::string> read_text(std::string_view text, const TextRule& rule, std::string_view field) {
  if (text.find(kBroken) != std::string_view::npos) {
    return invalid(std::string(field), "This has bytes that are no characters in the encoding of the file.");
  }
  return clean_text(plain_text(text), rule, field);
}

std::vector<std::string> read_sources(const std::vector<std::string>& given) {
  std::vector<std::string> sources;
  for (const auto& each : given) {
    const std::string url(trimmed(each));
    const bool fits = url.size() <= kMostUrl && (url.starts_with("https://") || url.starts_with("http://") ||
                                                 url.starts_with("/pictures/"));
    if (!fits || url.find_first_of(" \t\r\n\"<>") != std::string::npos ||
        url.find(kBroken) != std::string::npos)
      continue;
    if (std::ranges::find(sources, url) == sources.end() && sources.size() < kMostSources)
      sources.push_back(url);
  }
  return sources;
}

}  // namespace nigiwai::shop::feed
