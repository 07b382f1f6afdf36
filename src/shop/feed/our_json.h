// Our own products as JSON: an array, or an object a line, each the body of PUT /api/products/{id} with its
// "id", and with "stock" beside it (or in each of its variants) where there is some.
#pragma once

#include "shop/feed/feed.h"

namespace nigiwai::shop::feed {

inline constexpr std::size_t kMostObject = 512 * 1024;  // bytes of one product

Parsed parse_json(std::string_view text, const FeedRules& rules);

}  // namespace nigiwai::shop::feed
