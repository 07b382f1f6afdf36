// The shop inside other shops' pages: which sites may embed it, and where its cart lives.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/random.h"
#include "http/caller.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::shop {

inline constexpr std::size_t kMostOrigins = 50;  // they stand in a header of every embedded page

// Where a purchase goes: our own checkout, the page around us by a DOM event, or an address made from a
// template.
enum class Cart { kHere, kHost, kUrl };
std::string_view to_text(Cart cart);

struct EmbeddingSettings {
  std::vector<std::string> origins{};  // as browsers write them: "https://shop.example"
  Cart cart = Cart::kHere;
  std::string shop{};  // the host for {shop} of the template
  std::string url_template{};
  bool takes_stock = false;  // whether orders told by another shop take our stock
};

// Reads {origins: [...], handoff: {to, shop?, template?, takes_stock?}}. What is left out is none, or "here".
Result<EmbeddingSettings> read_embedding(const json::object& body);
json::object to_json(const EmbeddingSettings& settings);

EmbeddingSettings embedding_settings(store::Database& db);

// The settings as every request needs them, and the key that seals moments. Safe from any thread.
class Embedding {
 public:
  // Reads the settings; makes the key at the shop's first start.
  static Result<std::unique_ptr<Embedding>> open(store::Database& db, Random& random);

  std::shared_ptr<const EmbeddingSettings> settings() const;
  bool allows(std::string_view origin) const;
  // The value of frame-ancestors for pages that may be embedded: our own pages, and the sites allowed.
  std::string frame_ancestors() const;
  const std::string& moment_key() const { return moment_key_; }

  // Writes the settings; all requests see them once they are durable.
  void change(store::Transaction& transaction, const EmbeddingSettings& settings);

 private:
  Embedding(EmbeddingSettings settings, std::string moment_key)
      : settings_(std::make_shared<const EmbeddingSettings>(std::move(settings))),
        moment_key_(std::move(moment_key)) {}

  mutable std::mutex mutex_;
  std::shared_ptr<const EmbeddingSettings> settings_;
  std::string moment_key_;
};

// What another shop calls our SKUs. An empty external id forgets one. invalid, naming the item, for a SKU
// that is not there.
struct ExternalSku {
  std::string sku;
  std::string external_id;
};
Result<void> set_external_ids(store::Transaction& transaction, const std::vector<ExternalSku>& wanted);
std::string external_id_of(store::Database& db, const std::string& sku);  // empty for none
// Our SKU of another shop's id; empty when there is none, or more than one and `hint` is not among them.
std::string sku_of_external(store::Database& db, const std::string& external_id, const std::string& hint);

}  // namespace nigiwai::shop
