#include "shop/products/products.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/check.h"
#include "base/time.h"
#include "shop/products/gallery.h"
#include "shop/products/price_changes.h"
#include "shop/products/search.h"
#include "shop/settings.h"

namespace nigiwai::shop {
namespace {

constexpr const char* kColumns =
    "SELECT p.id, p.title, p.subtitle, p.description, p.price, p.tax_rate, p.picture, p.position, p.version, "
    "p.limit_per_person, p.brand, p.picture_sources, p.on_sale_from FROM product p ";
constexpr int kPosition = 7;

std::vector<std::string> texts_of(const std::string& json) {
  std::vector<std::string> texts;
  if (json == "[]") return texts;
  for (const auto& each : json::parse(json).as_array()) texts.emplace_back(each.as_string());
  return texts;
}

std::optional<WallTime> time_in(const store::Rows& row, int column) {
  const auto ms = row.optional_integer(column);
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}

Product from_row(const store::Rows& row, const std::string& currency) {
  return {.id = row.text(0),
          .title = row.text(1),
          .subtitle = row.text(2),
          .description = row.text(3),
          .price = {row.integer(4), currency},
          .tax_rate = static_cast<int>(row.integer(5)),
          .picture = row.text(6),
          .variants = {},
          .version = row.integer(8),
          .limit_per_person = row.optional_integer(9),
          .on_sale_from = time_in(row, 12),
          .brand = row.text(10),
          .pictures = {},
          .picture_sources = texts_of(row.text(11))};
}

void load_parts(store::Database& db, Product& product) {
  {
    auto rows = db.query(
        "SELECT sku, options, price, left, picture, gtin FROM sku WHERE product = ? AND listed = 1 ORDER BY "
        "place",
        product.id);
    while (rows.next()) {
      product.variants.push_back({.sku = rows.text(0),
                                  .options = json::parse(rows.text(1)).as_object(),
                                  .price = rows.optional_integer(2),
                                  .left = rows.integer(3),
                                  .picture = rows.text(4),
                                  .gtin = rows.text(5)});
    }
  }
  if (!product.picture.empty()) product.pictures = pictures_of(db, product.id);
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

Result<void> refuse_foreign_pictures(store::Database& db, const Product& product) {
  std::optional<std::vector<std::string>> known;
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    const auto& picture = product.variants[i].picture;
    if (picture.empty()) continue;
    if (!known) known = pictures_of(db, product.id);
    if (std::ranges::find(*known, picture) == known->end()) {
      return invalid(fmt::format("/variants/{}/picture", i), "This is none of the product's pictures.");
    }
  }
  return {};
}

Result<void> refuse_stale(store::Database& db, const std::string& id, std::int64_t expected) {
  auto present = product(db, id);
  if ((present ? present->version : 0) == expected) return {};
  Problem problem{Kind::kConflict, "changed-meanwhile",
                  expected == 0 ? "There is a product with this id already. Nothing was written."
                                : "Somebody else changed this product meanwhile. Nothing was written."};
  problem.extra = {{"present", present ? json::value(to_json(*present, ShownTo::kStaff)) : json::value()}};
  return std::unexpected(std::move(problem));
}

// What staff and viewers find a product by.
std::string grams_of(const Product& product) {
  std::vector<std::string> texts{product.title, product.subtitle, product.brand, product.id};
  for (const auto& variant : product.variants) {
    if (variant.sku != product.id) texts.push_back(variant.sku);
  }
  return search_grams(texts);
}

void index(store::Database& db, const Product& product) {
  std::int64_t place = 0;
  {
    auto rows = db.query("SELECT position FROM product WHERE id = ?", product.id);
    CHECK(rows.next(), "a product is indexed once it is written");
    place = rows.integer(0);
  }
  db.run("DELETE FROM product_search WHERE rowid = ?", place);
  db.run("INSERT INTO product_search (rowid, grams) VALUES (?, ?)", place, grams_of(product));
}

void put_product_row(store::Transaction& transaction, const Product& product) {
  auto& db = transaction.db();
  const auto now = to_ms(transaction.now());
  db.run(
      "INSERT INTO product (id, title, subtitle, description, price, tax_rate, limit_per_person, brand, "
      "on_sale_from, changed_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title, "
      "subtitle = excluded.subtitle, description = excluded.description, price = excluded.price, "
      "tax_rate = excluded.tax_rate, limit_per_person = excluded.limit_per_person, brand = excluded.brand, "
      "on_sale_from = excluded.on_sale_from, changed_at = excluded.changed_at, version = version + 1",
      product.id, product.title, product.subtitle, product.description, product.price.amount,
      product.tax_rate, product.limit_per_person, product.brand,
      product.on_sale_from ? std::optional(to_ms(*product.on_sale_from)) : std::nullopt, now);
  if (product.picture_sources) {
    const auto& sources = *product.picture_sources;
    db.run("UPDATE product SET picture_sources = ? WHERE id = ?",
           json::serialize(json::array(sources.begin(), sources.end())), product.id);
  }
}

}  // namespace

Result<Put> put(store::Transaction& transaction, const Product& product,
                std::optional<std::int64_t> expected) {
  auto& db = transaction.db();
  const auto currency = settings(db).currency;
  if (product.price.currency != currency) {
    return invalid("/price/currency", fmt::format("This shop sells in {}.", currency));
  }
  if (expected) {
    if (auto fresh = refuse_stale(db, product.id, *expected); !fresh) return std::unexpected(fresh.error());
  }
  if (auto own = refuse_foreign_skus(db, product); !own) return std::unexpected(own.error());
  if (auto own = refuse_foreign_pictures(db, product); !own) return std::unexpected(own.error());

  const auto known = product_exists(db, product.id);
  put_product_row(transaction, product);
  if (known) db.run("UPDATE sku SET listed = 0 WHERE product = ?", product.id);
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    const auto& variant = product.variants[i];
    db.run(
        "INSERT INTO sku (sku, product, place, options, price, picture, gtin) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (sku) DO UPDATE SET place = excluded.place, options = excluded.options, price = "
        "excluded.price, "
        "picture = excluded.picture, gtin = excluded.gtin, listed = 1",
        variant.sku, product.id, i, json::serialize(variant.options), variant.price, variant.picture,
        variant.gtin);
  }
  note_prices(transaction, product);
  index(db, product);
  return known ? Put::kChanged : Put::kCreated;
}

Result<Product> product(store::Database& db, const std::string& id) {
  const auto currency = settings(db).currency;
  std::optional<Product> found;
  {
    auto rows = db.query(std::string(kColumns) + "WHERE p.id = ?", id);
    if (!rows.next()) return fail(Kind::kNotFound, "not-found", "There is no such product.");
    found = from_row(rows, currency);
  }
  load_parts(db, *found);
  return *std::move(found);
}

bool product_exists(store::Database& db, const std::string& id) {
  auto rows = db.query("SELECT 1 FROM product WHERE id = ?", id);
  return rows.next();
}

Result<ProductPage> products(store::Database& db, const http::PageAsked& page, const std::string& search) {
  std::int64_t after = 0;
  const auto* end = page.cursor.data() + page.cursor.size();
  if (!page.cursor.empty() && std::from_chars(page.cursor.data(), end, after).ptr != end) {
    return invalid("cursor", "This is not a cursor that a list gave.");
  }
  const auto currency = settings(db).currency;
  ProductPage answer;
  const auto match = search_query(search);
  // A search for signs alone finds nothing rather than everything.
  if (match.empty() && search.find_first_not_of(' ') != std::string::npos) return answer;
  std::int64_t last = 0;
  const auto take = [&](store::Rows rows) {
    while (rows.next()) {
      if (static_cast<std::int64_t>(answer.items.size()) == page.limit) {
        answer.next = fmt::format("{}", last);
        break;
      }
      answer.items.push_back(from_row(rows, currency));
      last = rows.integer(kPosition);
    }
  };
  if (match.empty()) {
    take(db.query(std::string(kColumns) + "WHERE p.position > ? ORDER BY p.position LIMIT ?", after,
                  page.limit + 1));
  } else {
    // The search alone is limited, so that a page is read and no more.
    take(db.query(std::string(kColumns) +
                      "JOIN (SELECT rowid AS place FROM product_search WHERE product_search MATCH ? "
                      "AND rowid > ? ORDER BY rowid LIMIT ?) found ON found.place = p.position "
                      "ORDER BY p.position",
                  match, after, page.limit + 1));
  }
  for (auto& each : answer.items) load_parts(db, each);
  return answer;
}

std::int64_t count_products(store::Database& db) {
  auto rows = db.query("SELECT count(*) FROM product");
  rows.next();
  return rows.integer(0);
}

bool index_some(store::Transaction& transaction) {
  constexpr std::int64_t kAtOnce = 100;  // a few milliseconds of the writer's time
  auto& db = transaction.db();
  std::vector<std::string> waiting;
  {
    auto rows = db.query("SELECT product FROM product_to_index LIMIT ?", kAtOnce);
    while (rows.next()) waiting.push_back(rows.text(0));
  }
  for (const auto& id : waiting) {
    if (const auto known = product(db, id)) index(db, *known);
    db.run("DELETE FROM product_to_index WHERE product = ?", id);
  }
  return static_cast<std::int64_t>(waiting.size()) == kAtOnce;
}

}  // namespace nigiwai::shop
