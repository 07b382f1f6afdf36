#include "shop/products.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/time.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

constexpr const char* kColumns =
    "SELECT id, title, subtitle, description, price, tax_rate, picture, position FROM product ";

Product from_row(const store::Rows& row, const std::string& currency) {
  return {.id = row.text(0),
          .title = row.text(1),
          .subtitle = row.text(2),
          .description = row.text(3),
          .price = {row.integer(4), currency},
          .tax_rate = static_cast<int>(row.integer(5)),
          .picture = row.text(6),
          .variants = {}};
}

void load_variants(store::Database& db, Product& product) {
  auto rows =
      db.query("SELECT sku, options, price, left FROM sku WHERE product = ? AND listed = 1 ORDER BY place",
               product.id);
  while (rows.next()) {
    product.variants.push_back({.sku = rows.text(0),
                                .options = json::parse(rows.text(1)).as_object(),
                                .price = rows.optional_integer(2),
                                .left = rows.integer(3)});
  }
}

Result<void> refuse_foreign_skus(store::Database& db, const Product& product) {
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    const auto& sku = product.variants[i].sku;
    auto rows = db.query("SELECT product FROM sku WHERE sku = ? AND product <> ?", sku, product.id);
    if (!rows.next()) continue;
    return fail(Kind::kConflict, "conflict",
                fmt::format("The sku {} belongs to the product {}. Choose another.", sku, rows.text(0)),
                sku == product.id ? "id" : fmt::format("/variants/{}/sku", i));
  }
  return {};
}

}  // namespace

Result<Put> put(store::Transaction& transaction, const Product& product) {
  auto& db = transaction.db();
  const auto currency = settings(db).currency;
  if (product.price.currency != currency) {
    return invalid("/price/currency", fmt::format("This shop sells in {}.", currency));
  }
  if (auto own = refuse_foreign_skus(db, product); !own) return std::unexpected(own.error());

  const auto known = product_exists(db, product.id);
  db.run(
      "INSERT INTO product (id, title, subtitle, description, price, tax_rate, changed_at) VALUES (?, ?, ?, "
      "?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET title = excluded.title, subtitle = excluded.subtitle, "
      "description = excluded.description, price = excluded.price, tax_rate = excluded.tax_rate, "
      "changed_at = excluded.changed_at",
      product.id, product.title, product.subtitle, product.description, product.price.amount,
      product.tax_rate, to_ms(transaction.now()));
  db.run("UPDATE sku SET listed = 0 WHERE product = ?", product.id);
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    const auto& variant = product.variants[i];
    db.run(
        "INSERT INTO sku (sku, product, place, options, price) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sku) DO "
        "UPDATE SET "
        "place = excluded.place, options = excluded.options, price = excluded.price, listed = 1",
        variant.sku, product.id, i, json::serialize(variant.options), variant.price);
  }
  return known ? Put::kChanged : Put::kCreated;
}

Result<void> set_picture(store::Transaction& transaction, const std::string& id, const std::string& hash) {
  if (transaction.db().run("UPDATE product SET picture = ?, changed_at = ? WHERE id = ?", hash,
                           to_ms(transaction.now()), id) == 0) {
    return fail(Kind::kNotFound, "not-found", "There is no such product.");
  }
  return {};
}

Result<Product> product(store::Database& db, const std::string& id) {
  const auto currency = settings(db).currency;
  std::optional<Product> found;
  {
    auto rows = db.query(std::string(kColumns) + "WHERE id = ?", id);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such product.");
    found = from_row(rows, currency);
  }
  load_variants(db, *found);
  return *std::move(found);
}

bool product_exists(store::Database& db, const std::string& id) {
  auto rows = db.query("SELECT 1 FROM product WHERE id = ?", id);
  return rows.next();
}

Result<ProductPage> products(store::Database& db, const http::PageAsked& page) {
  std::int64_t after = 0;
  const auto* end = page.cursor.data() + page.cursor.size();
  if (!page.cursor.empty() && std::from_chars(page.cursor.data(), end, after).ptr != end) {
    return invalid("cursor", "This is not a cursor that a list gave.");
  }
  const auto currency = settings(db).currency;
  ProductPage answer;
  std::int64_t last = 0;
  {
    auto rows = db.query(std::string(kColumns) + "WHERE position > ? ORDER BY position LIMIT ?", after,
                         page.limit + 1);
    while (rows.next()) {
      if (static_cast<std::int64_t>(answer.items.size()) == page.limit) {
        answer.next = fmt::format("{}", last);
        break;
      }
      answer.items.push_back(from_row(rows, currency));
      last = rows.integer(7);
    }
  }
  for (auto& each : answer.items) load_variants(db, each);
  return answer;
}

}  // namespace nigiwai::shop
