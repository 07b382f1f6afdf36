// Products and shows as short cards: what a list beside something else shows of them.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "store/database.h"

namespace nigiwai::social {

namespace json = boost::json;

// Pictures of the products of a show on its card.
inline constexpr std::int64_t kPicturesOfShow = 3;

// {"id", "title", "subtitle", "brand", "picture", "price" (the lowest of its SKUs), "left"}; nothing when
// there is no such product.
std::optional<json::object> product_card(store::Database& db, const std::string& id);
// {"id", "title", "state", "starts_at", "pictures"}; nothing for a show that the public may not know of.
std::optional<json::object> show_card(store::Database& db, const std::string& id);

}  // namespace nigiwai::social
