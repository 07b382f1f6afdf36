// Shopify's product CSV: a row a variant or a picture, joined by their handle.
//
// Source: Shopify Help Center, "Using CSV files to import and export products", with the headings of before
// and after 2024 ("Handle" and "URL handle", "Variant Price" and "Price").
#pragma once

#include "shop/feed/feed.h"

namespace nigiwai::shop::feed {

Parsed parse_shopify(std::string_view text, const FeedRules& rules);

}  // namespace nigiwai::shop::feed
