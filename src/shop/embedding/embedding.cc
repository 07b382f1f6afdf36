#include "shop/embedding/embedding.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/check.h"
#include "http/origin.h"
#include "shop/embedding/hand_off.h"
#include "shop/embedding/moment.h"

namespace nigiwai::shop {
namespace {

std::optional<Cart> cart_of(std::string_view text) {
  for (const auto cart : {Cart::kHere, Cart::kHost, Cart::kUrl}) {
    if (to_text(cart) == text) return cart;
  }
  return std::nullopt;
}

std::string hex_of(const std::string& bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  hex.pop_back();
  return hex;
}

std::string bytes_of(const std::string& hex) {
  std::string bytes(hex.size() / 2, '\0');
  sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), hex.data(), hex.size(),
                 nullptr, nullptr, nullptr);
  return bytes;
}

}  // namespace

std::string_view to_text(Cart cart) {
  switch (cart) {
    case Cart::kHere:
      return "here";
    case Cart::kHost:
      return "host";
    case Cart::kUrl:
      return "url";
  }
  return "here";
}

Result<EmbeddingSettings> read_embedding(const json::object& body) {
  Fields in(body);
  EmbeddingSettings wanted;
  const auto& origins = in.array("origins", kMostOrigins);
  const auto& handoff = in.object("handoff");
  for (std::size_t i = 0; i < origins.size(); ++i) {
    const auto field = fmt::format("/origins/{}", i);
    if (!origins[i].is_string()) return invalid(field, "This must be a text, such as https://shop.example.");
    auto origin = http::site_origin(std::string(origins[i].as_string()), field);
    if (!origin) return std::unexpected(origin.error());
    if (std::ranges::find(wanted.origins, *origin) == wanted.origins.end()) wanted.origins.push_back(*origin);
  }
  Fields where(handoff, "/handoff");
  const auto to = cart_of(where.text("to", {.least = 1, .most = 10}));
  wanted.shop = where.optional_text("shop", {.most = 200}).value_or("");
  wanted.url_template = where.optional_text("template", {.most = kMostTemplate}).value_or("");
  wanted.takes_stock = where.optional_flag("takes_stock").value_or(false);
  if (!to) where.wrong("to", "This must be here, host or url.");
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  if (const auto problem = where.problem()) return std::unexpected(*problem);
  wanted.cart = *to;
  if (!wanted.shop.empty()) {
    const auto origin = http::site_origin("https://" + wanted.shop, "/handoff/shop");
    if (!origin)
      return invalid("/handoff/shop", "This must be a host name, such as tsukishiro.myshopify.com.");
    wanted.shop = origin->substr(std::string_view("https://").size());
  }
  if (wanted.cart == Cart::kUrl || !wanted.url_template.empty()) {
    if (auto checked = check_template(wanted.url_template, wanted.shop); !checked) {
      return std::unexpected(checked.error());
    }
  }
  return wanted;
}

json::object to_json(const EmbeddingSettings& settings) {
  return {{"origins", json::array(settings.origins.begin(), settings.origins.end())},
          {"handoff",
           {{"to", to_text(settings.cart)},
            {"shop", settings.shop},
            {"template", settings.url_template},
            {"takes_stock", settings.takes_stock}}}};
}

EmbeddingSettings embedding_settings(store::Database& db) {
  auto rows = db.query("SELECT origins, cart, host, template, takes_stock FROM embedding");
  CHECK(rows.next(), "the migration wrote the embedding's row");
  EmbeddingSettings settings{.origins = {},
                             .cart = cart_of(rows.text(1)).value_or(Cart::kHere),
                             .shop = rows.text(2),
                             .url_template = rows.text(3),
                             .takes_stock = rows.integer(4) != 0};
  for (const auto& origin : json::parse(rows.text(0)).as_array())
    settings.origins.emplace_back(origin.as_string());
  return settings;
}

Result<std::unique_ptr<Embedding>> Embedding::open(store::Database& db, Random& random) {
  try {
    std::string fresh(kMomentKeyBytes, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(fresh.data()), fresh.size()});
    db.run("UPDATE embedding SET moment_key = ? WHERE moment_key IS NULL", hex_of(fresh));
    std::string key;
    {
      auto rows = db.query("SELECT moment_key FROM embedding");
      CHECK(rows.next(), "the migration wrote the embedding's row");
      key = bytes_of(rows.text(0));
    }
    return std::unique_ptr<Embedding>(new Embedding(embedding_settings(db), std::move(key)));
  } catch (const store::StoreFailure& failure) {
    return std::unexpected(failure.problem());
  }
}

std::shared_ptr<const EmbeddingSettings> Embedding::settings() const {
  const std::scoped_lock lock(mutex_);
  return settings_;
}

bool Embedding::allows(std::string_view origin) const {
  const auto now = settings();
  return std::ranges::find(now->origins, origin) != now->origins.end();
}

std::string Embedding::frame_ancestors() const {
  std::string value = "'self'";
  for (const auto& origin : settings()->origins) value += " " + origin;
  return value;
}

void Embedding::change(store::Transaction& transaction, const EmbeddingSettings& wanted) {
  transaction.db().run("UPDATE embedding SET origins = ?, cart = ?, host = ?, template = ?, takes_stock = ?",
                       json::serialize(json::array(wanted.origins.begin(), wanted.origins.end())),
                       to_text(wanted.cart), wanted.shop, wanted.url_template, wanted.takes_stock);
  transaction.on_commit([this, shared = std::make_shared<const EmbeddingSettings>(wanted)] {
    const std::scoped_lock lock(mutex_);
    settings_ = shared;
  });
}

Result<void> set_external_ids(store::Transaction& transaction, const std::vector<ExternalSku>& wanted) {
  auto& db = transaction.db();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [sku, external_id] = wanted[i];
    {
      auto rows = db.query("SELECT 1 FROM sku WHERE sku = ?", sku);
      if (!rows.next()) return invalid(fmt::format("/items/{}/sku", i), "There is no such SKU.");
    }
    if (external_id.empty()) {
      db.run("DELETE FROM external_sku WHERE sku = ?", sku);
    } else {
      db.run(
          "INSERT INTO external_sku (sku, external_id) VALUES (?, ?) ON CONFLICT (sku) DO UPDATE SET "
          "external_id = "
          "excluded.external_id",
          sku, external_id);
    }
  }
  return {};
}

std::string external_id_of(store::Database& db, const std::string& sku) {
  auto rows = db.query("SELECT external_id FROM external_sku WHERE sku = ?", sku);
  return rows.next() ? rows.text(0) : std::string();
}

std::string sku_of_external(store::Database& db, const std::string& external_id, const std::string& hint) {
  std::vector<std::string> skus;
  auto rows =
      db.query("SELECT sku FROM external_sku WHERE external_id = ? ORDER BY sku LIMIT 100", external_id);
  while (rows.next()) skus.push_back(rows.text(0));
  if (skus.size() == 1) return skus.front();
  return std::ranges::find(skus, hint) == skus.end() ? std::string() : hint;
}

}  // namespace nigiwai::shop
