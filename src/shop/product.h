// A product and its SKUs, as staff write it and as everybody reads it. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/money.h"

namespace nigiwai::shop {

inline constexpr std::size_t kMostVariants = 100;  // a list that a phone can still show
inline constexpr std::size_t kMostOptions = 5;     // colour, size, …
inline constexpr std::int64_t kMostStock = 10'000'000;

struct Variant {
  std::string sku;
  json::object options{};               // texts by name, such as {"色": "柿渋"}
  std::optional<std::int64_t> price{};  // nothing: the product's
  std::int64_t left = 0;
};

struct Product {
  std::string id;
  std::string title;
  std::string subtitle;
  std::string description;
  Money price;                    // tax included
  int tax_rate = 10;              // percent
  std::string picture;            // hash, empty for none
  std::vector<Variant> variants;  // never empty: a product without variants is its own SKU
};

// Reads the body of PUT /api/products/{id}. What is left out is empty, or 10 % tax, or no variants.
Result<Product> read_product(const std::string& id, const json::object& body);

json::object to_json(const Product& product);

// How an order line and a picking list name it: the title, with the variant's options.
std::string full_title(const std::string& title, const json::object& options);

}  // namespace nigiwai::shop
