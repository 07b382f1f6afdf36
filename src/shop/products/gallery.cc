#include "shop/products/gallery.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "shop/products/products.h"

namespace nigiwai::shop {
namespace {

std::unexpected<Problem> no_product() {
  return fail(Kind::kNotFound, "not-found", "There is no such product.");
}

void write(store::Transaction& transaction, const std::string& id, const std::vector<std::string>& hashes) {
  auto& db = transaction.db();
  db.run("DELETE FROM product_picture WHERE product = ?", id);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    db.run("INSERT INTO product_picture (product, place, picture) VALUES (?, ?, ?)", id, i, hashes[i]);
  }
  db.run("UPDATE product SET picture = ?, changed_at = ? WHERE id = ?", hashes.empty() ? "" : hashes.front(),
         to_ms(transaction.now()), id);
}

}  // namespace

std::vector<std::string> pictures_of(store::Database& db, const std::string& id) {
  std::vector<std::string> hashes;
  auto rows = db.query("SELECT picture FROM product_picture WHERE product = ? ORDER BY place", id);
  while (rows.next()) hashes.push_back(rows.text(0));
  return hashes;
}

Result<void> add_picture(store::Transaction& transaction, const std::string& id, const std::string& hash) {
  if (!product_exists(transaction.db(), id)) return no_product();
  auto hashes = pictures_of(transaction.db(), id);
  if (std::ranges::find(hashes, hash) != hashes.end()) return {};
  if (hashes.size() >= kMostPictures) {
    return fail(Kind::kTooMany, "too-many",
                fmt::format("A product has at most {} pictures. Take one away first.", kMostPictures));
  }
  hashes.push_back(hash);
  write(transaction, id, hashes);
  return {};
}

Result<void> set_picture(store::Transaction& transaction, const std::string& id, const std::string& hash) {
  if (!product_exists(transaction.db(), id)) return no_product();
  auto hashes = pictures_of(transaction.db(), id);
  const auto replaced = hashes.empty() ? std::string() : hashes.front();
  if (!hashes.empty()) hashes.erase(hashes.begin());
  std::erase(hashes, hash);
  hashes.insert(hashes.begin(), hash);
  write(transaction, id, hashes);
  if (replaced != hash) {
    transaction.db().run("UPDATE sku SET picture = '' WHERE product = ? AND picture = ?", id, replaced);
  }
  return {};
}

Result<void> order_pictures(store::Transaction& transaction, const std::string& id,
                            const std::vector<std::string>& hashes) {
  if (!product_exists(transaction.db(), id)) return no_product();
  auto rest = pictures_of(transaction.db(), id);
  std::vector<std::string> ordered;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (std::erase(rest, hashes[i]) == 0) {
      return invalid(fmt::format("/pictures/{}", i),
                     "This is none of the product's pictures, or it stands there twice.");
    }
    ordered.push_back(hashes[i]);
  }
  ordered.insert(ordered.end(), rest.begin(), rest.end());
  write(transaction, id, ordered);
  return {};
}

Result<void> remove_picture(store::Transaction& transaction, const std::string& id, const std::string& hash) {
  if (!product_exists(transaction.db(), id)) return no_product();
  auto hashes = pictures_of(transaction.db(), id);
  if (std::erase(hashes, hash) == 0) {
    return fail(Kind::kNotFound, "not-found", "The product has no such picture.");
  }
  write(transaction, id, hashes);
  transaction.db().run("UPDATE sku SET picture = '' WHERE product = ? AND picture = ?", id, hash);
  return {};
}

}  // namespace nigiwai::shop
