// A product and its SKUs, as staff write it and as everybody reads it. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fields.h"
#include "base/money.h"

namespace nigiwai::shop {

inline constexpr std::size_t kMostVariants = 100;  // a list that a phone can still show
inline constexpr std::size_t kMostOptions = 5;     // colour, size, …
inline constexpr std::int64_t kMostStock = 10'000'000;
inline constexpr std::size_t kMostTitle = 150;           // what Google's product feeds allow
inline constexpr std::size_t kMostDescription = 10'000;  // a long page of a shop
inline constexpr std::size_t kMostPictures = 12;         // a gallery that a thumb still swipes through
inline constexpr std::size_t kMostSources = 20;          // a feed's main picture, ten more, and one a variant
inline constexpr std::size_t kMostUrl = 2000;

struct Variant {
  std::string sku;
  json::object options{};               // texts by name, such as {"色": "柿渋"}
  std::optional<std::int64_t> price{};  // nothing: the product's
  std::int64_t left = 0;
  std::string picture{};  // one of the product's, or empty
  std::string gtin{};     // JAN, EAN, UPC or ISBN; empty when not known
  // As staff wrote it: what is left does not count.
  bool same_as(const Variant& other) const;
};

struct Product {
  std::string id;
  std::string title;
  std::string subtitle;
  std::string description;
  Money price;                    // tax included
  int tax_rate = 10;              // percent
  std::string picture;            // hash, empty for none: the first of `pictures`
  std::vector<Variant> variants;  // never empty: a product without variants is its own SKU
  std::int64_t version = 0;       // grows whenever the product is written; 0: not written yet
  std::optional<std::int64_t> limit_per_person{};
  std::optional<WallTime> on_sale_from{};  // nothing is ordered or kept before (on_sale.h)
  std::string brand{};
  std::vector<std::string> pictures{};  // hashes, in order
  // Where a feed says that pictures are. Nothing fetches them; staff see them beside the product. In what
  // staff write, nothing: they stay.
  std::optional<std::vector<std::string>> picture_sources{};
};

// Reads the body of PUT /api/products/{id}. What is left out is empty, or 10 % tax, or no variants; pictures
// have routes of their own.
Result<Product> read_product(const std::string& id, const json::object& body);

enum class ShownTo { kEveryone, kStaff };  // staff see `picture_sources` as well
json::object to_json(const Product& product, ShownTo reader = ShownTo::kEveryone);

// How an order line and a picking list name it: the title, with the variant's options.
std::string full_title(const std::string& title, const json::object& options);

// GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications 7.9).
bool is_gtin(std::string_view digits);

}  // namespace nigiwai::shop
