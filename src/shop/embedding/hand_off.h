// Handing a product over to the cart of another shop: by an address made from a template. Pure.
#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace nigiwai::shop {

inline constexpr std::size_t kMostTemplate =
    500;  // characters; what it makes still fits in every address bar

// The presets that the studio offers. {shop} is the host name of the other shop.
inline constexpr const char* kShopifyTemplate =
    "https://{shop}/cart/{variant}:{quantity}?attributes[nigiwai]={moment}";
inline constexpr const char* kEcCubeTemplate =
    "https://{shop}/products/detail/{variant}?quantity={quantity}&nigiwai={moment}";

// What a template may name: shop, variant (the other shop's id of the SKU, or the SKU), sku, product,
// quantity, moment.
using TemplateValues = std::map<std::string, std::string, std::less<>>;

// Whether a template may be kept: https, at a fixed host or {shop}, with placeholders of ours alone, and with
// {moment} and one of {variant}, {sku}, {product}. `shop` is the host for {shop}, which must be given when it
// is named.
Result<void> check_template(const std::string& text, const std::string& shop);

// The address: every value is percent-encoded whole, but {shop}, which is a checked host name.
std::string fill_template(const std::string& text, const TemplateValues& values);

}  // namespace nigiwai::shop
