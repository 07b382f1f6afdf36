#include "shop/feed/shopify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "shop/feed/google.h"
#include "shop/feed/table.h"
#include "shop/products/product.h"

namespace nigiwai::shop::feed {
namespace {

enum Column {
  kHandle,
  kTitle,
  kBody,
  kVendor,
  kStatus,
  kSku,
  kPrice,
  kStock,
  kBarcode,
  kImage,
  kImagePlace,
  kVariantImage,
  kName1,
  kValue1,
  kName2,
  kValue2,
  kName3,
  kValue3,
  kColumns
};

// The headings of a column, in the form of attribute_name().
struct Heading {
  std::string_view name;
  Column column;
};
constexpr std::array<Heading, 30> kHeadings{{
    {"handle", kHandle},
    {"url_handle", kHandle},
    {"title", kTitle},
    {"body_(html)", kBody},
    {"body_html", kBody},
    {"description", kBody},
    {"vendor", kVendor},
    {"status", kStatus},
    {"variant_sku", kSku},
    {"sku", kSku},
    {"variant_price", kPrice},
    {"price", kPrice},
    {"variant_inventory_qty", kStock},
    {"inventory_quantity", kStock},
    {"variant_barcode", kBarcode},
    {"barcode", kBarcode},
    {"image_src", kImage},
    {"product_image_url", kImage},
    {"image_position", kImagePlace},
    {"variant_image", kVariantImage},
    {"variant_image_url", kVariantImage},
    {"option1_name", kName1},
    {"option1_value", kValue1},
    {"option2_name", kName2},
    {"option2_value", kValue2},
    {"option3_name", kName3},
    {"option3_value", kValue3},
    {"body", kBody},
    {"inventory_qty", kStock},
    {"image_url", kImage},
}};

using Cells = std::array<std::string, kColumns>;

struct Building {
  FeedProduct product;
  std::array<std::string, 3> options;  // their names, as the first row gives them
  struct Picture {
    std::int64_t place = 0;
    std::size_t row = 0;
    std::string link;
  };
  std::vector<Picture> pictures;
  bool refused = false;  // as a whole: its other rows are left out as well
};

class Shopify {
 public:
  explicit Shopify(const FeedRules& rules) : rules_(rules) {}

  void add(std::size_t line, const Cells& cells) {
    const auto handle = read_text(cells[kHandle], {.least = 1, .most = 255}, "Handle");
    if (!handle) return refuse(line, handle.error());
    const auto id = slug_of(*handle);
    const auto [found, fresh] = places_.emplace(id, built_.size());
    if (fresh) {
      built_.emplace_back();
      if (auto begun = begin(line, id, cells, built_.back()); !begun) {
        built_.back().refused = true;
        return refuse(line, begun.error());
      }
    }
    auto& building = built_[found->second];
    if (building.refused) {
      if (!fresh)
        refuse(line,
               {Kind::kInvalid, "invalid", "The product that this row belongs to was refused.", "Handle"});
      return;
    }
    add_pictures(cells, building);
    const bool only_picture =
        !fresh && cells[kPrice].empty() && cells[kValue1].empty() && cells[kSku].empty();
    if (only_picture) return;
    if (auto added = add_variant(line, cells, building); !added) refuse(line, added.error());
  }

  void refuse(std::size_t line, const Problem& problem) {
    parsed_.refused.push_back({line, problem.field, problem.detail});
  }
  void ignored(const std::string& name) { ++parsed_.ignored_columns[name]; }

  Parsed finish() {
    for (auto& each : built_) {
      if (each.refused || each.product.variants.empty()) continue;
      std::ranges::sort(each.pictures, {},
                        [](const auto& picture) { return std::pair(picture.place, picture.row); });
      std::vector<std::string> links;
      for (auto& picture : each.pictures) links.push_back(std::move(picture.link));
      each.product.picture_sources = read_sources(links);
      parsed_.products.push_back(std::move(each.product));
    }
    std::ranges::sort(parsed_.refused, {}, &Refusal::line);
    return std::move(parsed_);
  }

 private:
  static Result<void> begin(std::size_t line, const std::string& id, const Cells& cells, Building& building) {
    const auto status = attribute_name(cells[kStatus]);
    if (status == "draft" || status == "archived") {
      return invalid("Status", fmt::format("This product is {} there, so it was not brought in.",
                                           status == "draft" ? "a draft" : "archived"));
    }
    auto title = read_text(cells[kTitle], {.least = 1, .most = kMostTitle}, "Title");
    if (!title) return std::unexpected(title.error());
    building.product.line = line;
    building.product.id = id;
    building.product.title = *std::move(title);
    if (!cells[kBody].empty()) {
      auto body = read_text(cells[kBody], {.most = kMostDescription, .lines = Lines::kMany}, "Body (HTML)");
      if (!body) return std::unexpected(body.error());
      building.product.description = *std::move(body);
    }
    if (!cells[kVendor].empty()) {
      auto vendor = read_text(cells[kVendor], {.most = 70}, "Vendor");
      if (!vendor) return std::unexpected(vendor.error());
      building.product.brand = *std::move(vendor);
    }
    building.options = {cells[kName1], cells[kName2], cells[kName3]};
    return {};
  }

  static void add_pictures(const Cells& cells, Building& building) {
    const auto place =
        read_stock(cells[kImagePlace]).value_or(static_cast<std::int64_t>(building.pictures.size()) + 1);
    const auto add = [&](std::int64_t at, const std::string& link) {
      if (!link.empty()) building.pictures.push_back({at, building.pictures.size(), link});
    };
    add(place, cells[kImage]);
    constexpr std::int64_t kLast = 1'000'000;  // a variant's own comes after those of the product
    add(kLast, cells[kVariantImage]);
  }

  Result<void> add_variant(std::size_t line, const Cells& cells, Building& building) {
    FeedVariant variant{.line = line, .sku = {}, .options = {}};
    std::string choice;
    for (std::size_t i = 0; i < building.options.size(); ++i) {
      const auto& value = cells[kValue1 + 2 * i];
      // A product without variants has one called so.
      if (value.empty() || (building.options[i] == "Title" && value == "Default Title")) continue;
      const auto field = fmt::format("Option{} Value", i + 1);
      auto name =
          read_text(building.options[i].empty() ? fmt::format("Option{}", i + 1) : building.options[i],
                    {.least = 1, .most = 40}, fmt::format("Option{} Name", i + 1));
      if (!name) return std::unexpected(name.error());
      auto text = read_text(value, {.least = 1, .most = 80}, field);
      if (!text) return std::unexpected(text.error());
      choice += "-" + *text;
      variant.options[*name] = *text;
    }
    variant.sku = slug_of(cells[kSku].empty() ? building.product.id + choice : cells[kSku]);
    if (cells[kPrice].empty()) return invalid("Variant Price", "This is missing.");
    auto price = read_price(cells[kPrice], rules_.currency);
    if (!price) return invalid("Variant Price", price.error().detail);
    variant.price = *price;
    if (!cells[kStock].empty()) {
      auto stock = read_stock(cells[kStock]);
      if (!stock) return invalid("Variant Inventory Qty", stock.error().detail);
      variant.stock = *stock;
    }
    auto gtin = cells[kBarcode];
    std::erase_if(gtin, [](char c) { return c == ' ' || c == '-' || c == '\''; });
    if (is_gtin(gtin)) variant.gtin = gtin;
    if (building.product.variants.size() >= kMostVariants) {
      return invalid("Handle", fmt::format("A product has at most {} variants.", kMostVariants));
    }
    const auto [known, fresh] = lines_.emplace(variant.sku, line);
    if (!fresh) return invalid("Variant SKU", fmt::format("Line {} has this SKU already.", known->second));
    building.product.variants.push_back(std::move(variant));
    return {};
  }

  FeedRules rules_;
  Parsed parsed_;
  std::vector<Building> built_;
  std::unordered_map<std::string, std::size_t> places_;  // by id: its place in built_
  std::unordered_map<std::string, std::size_t> lines_;   // by SKU: where it was
};

}  // namespace

Parsed parse_shopify(std::string_view text, const FeedRules& rules) {
  Shopify shopify(rules);
  TableReader reader(text, separator_of(text));
  TableRow row;
  if (!reader.next(row)) return shopify.finish();
  std::vector<std::string> names;
  std::vector<int> columns;
  for (const auto& cell : row.cells) {
    names.push_back(attribute_name(cell));
    const auto known = std::ranges::find(kHeadings, names.back(), &Heading::name);
    columns.push_back(known == kHeadings.end() ? -1 : known->column);
  }
  while (reader.next(row)) {
    if (row.empty()) continue;
    while (row.cells.size() > names.size() && row.cells.back().empty()) row.cells.pop_back();
    if (row.fault.empty() && row.cells.size() > names.size())
      row.fault = "This row has more columns than the first line.";
    if (!row.fault.empty()) {
      shopify.refuse(row.line, {Kind::kInvalid, "invalid", row.fault, ""});
      continue;
    }
    Cells cells;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (columns[i] >= 0) {
        cells[static_cast<std::size_t>(columns[i])] = std::move(row.cells[i]);
      } else if (!row.cells[i].empty()) {
        shopify.ignored(names[i]);
      }
    }
    shopify.add(row.line, cells);
  }
  return shopify.finish();
}

}  // namespace nigiwai::shop::feed
