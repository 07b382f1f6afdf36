#include "shop/product.h"

#include <fmt/format.h>

#include <set>

#include "media/pictures.h"

namespace nigiwai::shop {
namespace {

json::object read_options(Fields& variant, const std::string& pointer) {
  const auto& given = variant.object("options");
  if (given.size() > kMostOptions)
    variant.wrong("options", fmt::format("At most {} options fit.", kMostOptions));
  json::object options;
  for (const auto& member : given) {
    const auto field = pointer + "/options/" + std::string(member.key()).substr(0, 64);
    const auto name = clean_text(member.key(), {.least = 1, .most = 40}, field);
    if (!name) {
      variant.wrong(name.error());
      continue;
    }
    const auto value = member.value().is_string()
                           ? clean_text(member.value().get_string(), {.least = 1, .most = 80}, field)
                           : Result<std::string>(invalid(field, "This must be a text."));
    if (!value) {
      variant.wrong(value.error());
      continue;
    }
    options[*name] = *value;
  }
  return options;
}

}  // namespace

Result<Product> read_product(const std::string& id, const json::object& body) {
  if (!is_slug(id)) {
    return invalid(
        "id", "A product's id is 1 to 64 of a-z, 0-9, '-', '_' and '.', starting with a letter or digit.");
  }
  Fields in(body);
  Product product{
      .id = id,
      .title = in.text("title", {.least = 1, .most = 120}),
      .subtitle = in.optional_text("subtitle", {.most = 120}).value_or(""),
      .description = in.optional_text("description", {.most = 4000, .lines = Lines::kMany}).value_or(""),
      .price = in.money("price"),
      .tax_rate = static_cast<int>(in.optional_whole("tax_rate", {0, 100}).value_or(10)),
      .picture = "",
      .variants = {}};
  if (product.tax_rate != 10 && product.tax_rate != 8) in.wrong("tax_rate", "This must be 10 or 8.");
  if (const auto* variants = in.optional_array("variants", kMostVariants)) {
    std::set<std::string> known;
    for (std::size_t i = 0; i < variants->size(); ++i) {
      const auto pointer = fmt::format("/variants/{}", i);
      if (!(*variants)[i].is_object()) {
        in.wrong(fmt::format("variants/{}", i), "This must be an object with a sku and options.");
        break;
      }
      Fields variant((*variants)[i].get_object(), pointer);
      Variant read{
          .sku = variant.slug("sku"), .options = read_options(variant, pointer), .price = {}, .left = 0};
      if (const auto price = variant.optional_money("price")) {
        if (price->currency != product.price.currency) {
          variant.wrong("price", "This must be in the product's currency.");
        }
        read.price = price->amount;
      }
      if (!known.insert(read.sku).second)
        variant.wrong("sku", "Another variant of this product has this sku.");
      if (const auto problem = variant.problem()) in.wrong(*problem);
      product.variants.push_back(std::move(read));
    }
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  if (product.variants.empty())
    product.variants.push_back({.sku = id, .options = {}, .price = {}, .left = 0});
  return product;
}

json::object to_json(const Product& product) {
  json::array variants;
  std::int64_t left = 0;
  for (const auto& variant : product.variants) {
    left += variant.left;
    variants.push_back({{"sku", variant.sku},
                        {"options", variant.options},
                        {"price", nigiwai::to_json(Money{variant.price.value_or(product.price.amount),
                                                         product.price.currency})},
                        {"left", variant.left}});
  }
  return {{"id", product.id},
          {"title", product.title},
          {"subtitle", product.subtitle},
          {"description", product.description},
          {"price", nigiwai::to_json(product.price)},
          {"tax_rate", product.tax_rate},
          {"picture", media::picture_json(product.picture)},
          {"variants", std::move(variants)},
          {"left", left}};
}

std::string full_title(const std::string& title, const json::object& options) {
  std::string text = title;
  const char* between = " ";
  for (const auto& option : options) {
    text += between + std::string(option.value().as_string());
    between = " / ";
  }
  return text;
}

}  // namespace nigiwai::shop
