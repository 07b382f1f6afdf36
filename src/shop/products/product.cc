#include "shop/products/product.h"

#include <fmt/format.h>

#include <set>

#include "base/time.h"
#include "media/pictures.h"
#include "shop/limits.h"

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

// 10 and 8 percent are Japan's rates of consumption tax.
int read_tax_rate(Fields& in) {
  const auto rate = static_cast<int>(in.optional_whole("tax_rate", {0, 100}).value_or(10));
  if (rate != 10 && rate != 8) in.wrong("tax_rate", "This must be 10 or 8.");
  return rate;
}

std::vector<Variant> read_variants(Fields& in, const json::array& given, const Money& price) {
  std::vector<Variant> variants;
  std::set<std::string> known;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto pointer = fmt::format("/variants/{}", i);
    if (!given[i].is_object()) {
      in.wrong(fmt::format("variants/{}", i), "This must be an object with a sku and options.");
      break;
    }
    Fields variant(given[i].get_object(), pointer);
    Variant read{.sku = variant.slug("sku"), .options = read_options(variant, pointer)};
    if (const auto own = variant.optional_money("price")) {
      if (own->currency != price.currency) {
        variant.wrong("price", "This must be in the product's currency.");
      }
      read.price = own->amount;
    }
    if (variant.has("picture")) read.picture = variant.slug("picture");
    read.gtin = variant.optional_text("gtin", {.most = 14}).value_or("");
    if (!read.gtin.empty() && !is_gtin(read.gtin)) {
      variant.wrong("gtin", "This is no JAN, EAN, UPC or ISBN: its check digit is wrong.");
    }
    if (!known.insert(read.sku).second) variant.wrong("sku", "Another variant of this product has this sku.");
    if (const auto problem = variant.problem()) in.wrong(*problem);
    variants.push_back(std::move(read));
  }
  return variants;
}

std::optional<std::vector<std::string>> read_sources(Fields& in) {
  const auto* given = in.optional_array("picture_sources", kMostSources);
  if (given == nullptr) return std::nullopt;
  std::vector<std::string> sources;
  for (std::size_t i = 0; i < given->size(); ++i) {
    const auto* url = (*given)[i].if_string();
    const bool fits = url != nullptr && url->size() <= kMostUrl && is_utf8(*url) &&
                      (url->starts_with("https://") || url->starts_with("http://"));
    if (!fits) {
      in.wrong(fmt::format("picture_sources/{}", i), "This must be the address of a picture, with https://.");
      break;
    }
    sources.emplace_back(*url);
  }
  return sources;
}

}  // namespace

bool Variant::same_as(const Variant& other) const {
  return sku == other.sku && options == other.options && price == other.price && picture == other.picture &&
         gtin == other.gtin;
}

Result<Product> read_product(const std::string& id, const json::object& body) {
  if (!is_slug(id)) {
    return invalid(
        "id", "A product's id is 1 to 64 of a-z, 0-9, '-', '_' and '.', starting with a letter or digit.");
  }
  Fields in(body);
  Product product{
      .id = id,
      .title = in.text("title", {.least = 1, .most = kMostTitle}),
      .subtitle = in.optional_text("subtitle", {.most = 120}).value_or(""),
      .description =
          in.optional_text("description", {.most = kMostDescription, .lines = Lines::kMany}).value_or(""),
      .price = in.money("price"),
      .tax_rate = read_tax_rate(in),
      .picture = "",
      .variants = {}};
  product.limit_per_person = in.optional_whole("limit_per_person", {1, kMostPerPerson});
  product.on_sale_from = in.optional_time("on_sale_from").value_or(std::nullopt);
  product.brand = in.optional_text("brand", {.most = 70}).value_or("");
  product.picture_sources = read_sources(in);
  if (const auto* variants = in.optional_array("variants", kMostVariants)) {
    product.variants = read_variants(in, *variants, product.price);
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  if (product.variants.empty()) product.variants.push_back({.sku = id});
  return product;
}

json::object to_json(const Product& product, ShownTo reader) {
  json::array variants;
  std::int64_t left = 0;
  for (const auto& variant : product.variants) {
    left += variant.left;
    variants.push_back({{"sku", variant.sku},
                        {"options", variant.options},
                        {"price", nigiwai::to_json(Money{variant.price.value_or(product.price.amount),
                                                         product.price.currency})},
                        {"picture", media::picture_json(variant.picture)},
                        {"gtin", variant.gtin},
                        {"left", variant.left}});
  }
  json::array pictures;
  for (const auto& hash : product.pictures) {
    auto picture = media::picture_json(hash).as_object();
    picture["id"] = hash;
    pictures.push_back(std::move(picture));
  }
  json::object shown{
      {"id", product.id},
      {"version", product.version},
      {"title", product.title},
      {"subtitle", product.subtitle},
      {"brand", product.brand},
      {"description", product.description},
      {"price", nigiwai::to_json(product.price)},
      {"tax_rate", product.tax_rate},
      {"limit_per_person", product.limit_per_person ? json::value(*product.limit_per_person) : json::value()},
      {"on_sale_from", product.on_sale_from ? json::value(to_rfc3339(*product.on_sale_from)) : json::value()},
      {"picture", media::picture_json(product.picture)},
      {"pictures", std::move(pictures)},
      {"variants", std::move(variants)},
      {"left", left}};
  if (reader == ShownTo::kStaff) {
    const auto sources = product.picture_sources.value_or(std::vector<std::string>());
    shown["picture_sources"] = json::array(sources.begin(), sources.end());
  }
  return shown;
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

bool is_gtin(std::string_view digits) {
  if (digits.size() != 8 && digits.size() != 12 && digits.size() != 13 && digits.size() != 14) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[digits.size() - 1 - i];
    if (c < '0' || c > '9') return false;
    sum += (c - '0') * (i % 2 == 1 ? 3 : 1);
  }
  return sum % 10 == 0;
}

}  // namespace nigiwai::shop
