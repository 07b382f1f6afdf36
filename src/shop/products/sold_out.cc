#include "shop/products/sold_out.h"

#include <mutex>

#include "shop/orders/order_answers.h"

namespace nigiwai::shop {
namespace {

std::int64_t number(const json::object& data, std::string_view name) {
  const auto* value = data.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace

void SoldOutBoard::load(store::Database& database) {
  load_order_keys(database, answered_);
  const std::unique_lock lock(mutex_);
  auto rows = database.query(
      "SELECT sku FROM sku WHERE left = 0 AND listed = 1 AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.sku = "
      "sku.sku)");
  while (rows.next()) skus_.insert(rows.text(0));
}

void SoldOutBoard::published(timeline::SharedEvent event) {
  // Each change of stock stands in the shop's own timeline once, and besides in those of the shows that sell
  // it.
  const bool changed = event->show.empty() && event->kind == "stock.changed";
  const bool kept = event->kind == "hold.made" || event->kind == "hold.granted";
  if (!changed && !kept) return;
  const auto* sku = event->data.if_contains("sku");
  if (sku == nullptr || !sku->is_string()) return;
  const std::string name(sku->get_string());
  const bool sold_out = changed && number(event->data, "left") == 0 && number(event->data, "held") == 0;
  const std::unique_lock lock(mutex_);
  if (sold_out) {
    skus_.insert(name);
  } else {
    skus_.erase(name);
  }
}

void SoldOutBoard::refused(const std::string& sku) {
  const std::unique_lock lock(mutex_);
  skus_.insert(sku);
}

bool SoldOutBoard::is_sold_out(const std::string& sku) const {
  const std::shared_lock lock(mutex_);
  return skus_.contains(sku);
}

}  // namespace nigiwai::shop
