// Products: commands and queries.
#pragma once

#include "http/router.h"
#include "shop/products/product.h"
#include "store/writer.h"

namespace nigiwai::shop {

enum class Put { kCreated, kChanged };

// Writes a product as a whole, but for its pictures. Variants are kept by their sku: one that is named again
// keeps its stock, one that is left out can no longer be ordered but keeps its stock and history. Refuses a
// sku of another product (conflict), a price in another currency than the shop's, and a variant's picture
// that is none of the product's.
//
// With `expected`, refuses when the product is not at that version (0: when it exists): conflict
// "changed-meanwhile" {present}, the product as it is now or null.
Result<Put> put(store::Transaction& transaction, const Product& product,
                std::optional<std::int64_t> expected = std::nullopt);

Result<Product> product(store::Database& db, const std::string& id);
bool product_exists(store::Database& db, const std::string& id);

struct ProductPage {
  std::vector<Product> items;
  std::optional<std::string> next;
};
// In the order in which they were added; only those that have every word of `search`
// (shop/products/search.h), when it is not empty.
Result<ProductPage> products(store::Database& db, const http::PageAsked& page,
                             const std::string& search = "");
// How many there are in all.
std::int64_t count_products(store::Database& db);

// Makes products findable that were written before there was a search, some at a time; true while there are
// more.
bool index_some(store::Transaction& transaction);

}  // namespace nigiwai::shop
