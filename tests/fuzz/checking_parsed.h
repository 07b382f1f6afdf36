// What must be true of every feed that was read, whatever its bytes were.
#pragma once

#include <set>

#include "base/check.h"
#include "shop/feed/encoding.h"
#include "shop/feed/feed.h"
#include "shop/products/product.h"

namespace nigiwai::shop::feed {

inline void check_parsed(const Parsed& parsed) {
  std::set<std::string> skus;
  for (const auto& product : parsed.products) {
    CHECK(is_slug(product.id), "an id is no slug");
    CHECK(product.line > 0 && !product.variants.empty(), "a product has no line or no variants");
    CHECK(product.variants.size() <= kMostVariants, "a product has too many variants");
    CHECK(product.picture_sources.size() <= kMostSources, "a product has too many pictures");
    // What was read is what somebody could have typed.
    const auto title = clean_text(product.title, {.least = 1, .most = kMostTitle}, "title");
    CHECK(title && *title == product.title, "a title was not cleaned");
    for (const auto& variant : product.variants) {
      CHECK(is_slug(variant.sku) && variant.price >= 0 && variant.price <= kMostMoney, "a variant is wrong");
      CHECK(variant.stock.value_or(0) >= 0 && variant.stock.value_or(0) <= kMostStock, "a stock is wrong");
      CHECK(variant.gtin.empty() || is_gtin(variant.gtin), "a GTIN is wrong");
    }
  }
  for (const auto& refused : parsed.refused) {
    CHECK(refused.line > 0 && !refused.why.empty() && is_utf8(refused.why) && is_utf8(refused.field),
          "a refusal says nothing");
  }
}

// `bytes` as a feed would come to a parser: decoded, and read for a shop of each kind of currency.
inline int fuzz_format(Format format, const std::uint8_t* data, std::size_t size) {
  const auto decoded = decode({reinterpret_cast<const char*>(data), size});
  if (!decoded) return 0;
  check_parsed(parse(format, decoded->text, {.currency = "JPY", .now = WallTime{}}));
  check_parsed(parse(format, decoded->text, {.currency = "USD", .now = WallTime{}}));
  return 0;
}

}  // namespace nigiwai::shop::feed
