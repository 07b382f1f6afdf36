// Products: commands and queries.
#pragma once

#include "http/router.h"
#include "shop/product.h"
#include "store/writer.h"

namespace nigiwai::shop {

enum class Put { kCreated, kChanged };

// Writes a product as a whole. Variants are kept by their sku: one that is named again keeps its stock, one
// that is left out can no longer be ordered but keeps its stock and history. Refuses a sku of another product
// (conflict) and a price in another currency than the shop's.
Result<Put> put(store::Transaction& transaction, const Product& product);

Result<void> set_picture(store::Transaction& transaction, const std::string& id, const std::string& hash);

Result<Product> product(store::Database& db, const std::string& id);
bool product_exists(store::Database& db, const std::string& id);

struct ProductPage {
  std::vector<Product> items;
  std::optional<std::string> next;
};
// In the order in which they were added.
Result<ProductPage> products(store::Database& db, const http::PageAsked& page);

}  // namespace nigiwai::shop
