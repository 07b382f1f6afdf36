#include "social/recommending/cards.h"

#include <algorithm>

#include "base/time.h"
#include "media/pictures.h"
#include "shop/products/products.h"

namespace nigiwai::social {

std::optional<json::object> product_card(store::Database& db, const std::string& id) {
  const auto found = shop::product(db, id);
  if (!found) return std::nullopt;
  auto lowest = found->price;
  std::int64_t left = 0;
  bool first = true;
  for (const auto& variant : found->variants) {
    left += variant.left;
    const auto price = variant.price.value_or(found->price.amount);
    if (first || price < lowest.amount) lowest.amount = price;
    first = false;
  }
  return json::object{{"id", found->id},
                      {"title", found->title},
                      {"subtitle", found->subtitle},
                      {"brand", found->brand},
                      {"picture", media::picture_json(found->picture)},
                      {"price", nigiwai::to_json(lowest)},
                      {"left", left}};
}

std::optional<json::object> show_card(store::Database& db, const std::string& id) {
  json::object card;
  {
    auto rows = db.query(
        "SELECT title, state, starts_at FROM show WHERE id = ? AND state IN ('scheduled', 'live', "
        "'archived')",
        id);
    if (!rows.next()) return std::nullopt;
    card = {
        {"id", id},
        {"title", rows.text(0)},
        {"state", rows.text(1)},
        {"starts_at", rows.is_null(2) ? json::value() : json::value(to_rfc3339(from_ms(rows.integer(2))))}};
  }
  json::array pictures;
  auto rows = db.query(
      "SELECT p.picture FROM show_shelf h JOIN product p ON p.id = h.product WHERE h.show = ? AND p.picture "
      "<> '' ORDER "
      "BY h.place LIMIT ?",
      id, kPicturesOfShow);
  while (rows.next()) pictures.push_back(media::picture_json(rows.text(0)));
  card["pictures"] = std::move(pictures);
  return card;
}

}  // namespace nigiwai::social
