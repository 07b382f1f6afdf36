#include "shop/feed/google.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "base/time.h"
#include "shop/feed/table.h"
#include "shop/products/product.h"

namespace nigiwai::shop::feed {
namespace {

constexpr std::size_t kShortestCommonTitle = 2;  // characters

// Attributes that one of our places is for. What else a feed has is counted and left.
bool is_known(std::string_view name) {
  constexpr std::array<std::string_view, 23> kKnown{"id",           "title",
                                                    "description",  "price",
                                                    "sale_price",   "sale_price_effective_date",
                                                    "brand",        "gtin",
                                                    "availability", "item_group_id",
                                                    "color",        "size",
                                                    "material",     "pattern",
                                                    "image_link",   "additional_image_link",
                                                    "quantity",     "sell_on_google_quantity",
                                                    "inventory",    "tax_rate",
                                                    "stock",        "limit_per_person",
                                                    "colour"};
  return std::ranges::find(kKnown, name) != kKnown.end();
}

bool has_japanese(std::string_view text) {
  const auto length = static_cast<int32_t>(text.size());
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  for (int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(data, i, length, c);
    if ((c >= 0x3040 && c < 0x3100) || (c >= 0x4E00 && c < 0xA000)) return true;
  }
  return false;
}

// "2026-11-20T00:00+0900/2026-11-25T23:59+0900" (ISO 8601): whether `now` lies within. What cannot be read
// does not.
bool holds_now(std::string_view interval, WallTime now) {
  const auto slash = interval.find('/');
  if (slash == std::string_view::npos) return false;
  const auto time = [](std::string_view text) {
    // Google writes the offset without its colon, and may leave the seconds out.
    std::string full(text);
    if (full.size() == 10) full += "T00:00:00Z";
    if (full.size() > 5 && (full[full.size() - 5] == '+' || full[full.size() - 5] == '-'))
      full.insert(full.size() - 2, ":");
    if (full.size() > 16 && full[16] != ':') full.insert(16, ":00");
    return from_rfc3339(full);
  };
  const auto from = time(interval.substr(0, slash));
  const auto until = time(interval.substr(slash + 1));
  return from && until && *from <= now && now <= *until;
}

bool is_ascii_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::vector<std::string> parted(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (comma > 0) parts.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return parts;
}

}  // namespace

struct GoogleItems::Item {
  FeedProduct product;
  FeedVariant variant;
  std::string group;
};

std::string attribute_name(std::string_view given) {
  std::string name;
  for (const char c : given) {
    if (c >= 'A' && c <= 'Z') {
      name += static_cast<char>(c - 'A' + 'a');
    } else if (c == ' ' || c == '-') {
      if (!name.empty()) name += '_';
    } else if (c != '\r' && c != '\n' && c != '\t') {
      name += c;
    }
  }
  while (name.ends_with('_')) name.pop_back();
  if (name.starts_with("g:")) name.erase(0, 2);
  name = name.substr(0, 64);
  while (!is_utf8(name)) name.pop_back();
  return name;
}

void GoogleItems::refuse(std::size_t line, std::string field, std::string why) {
  parsed_.refused.push_back({line, std::move(field), std::move(why)});
}

Result<std::int64_t> GoogleItems::price_of(const std::map<std::string, std::string>& values) const {
  const auto price = values.find("price");
  if (price == values.end()) return invalid("price", "This is missing.");
  auto usual = read_price(price->second, rules_.currency);
  const auto sale = values.find("sale_price");
  if (!usual || sale == values.end()) return usual;
  const auto interval = values.find("sale_price_effective_date");
  if (interval != values.end() && !holds_now(interval->second, rules_.now)) return usual;
  auto reduced = read_price(sale->second, rules_.currency);
  if (!reduced) return invalid("sale_price", reduced.error().detail);
  return std::min(*usual, *reduced);
}

Result<GoogleItems::Item> GoogleItems::read(const std::vector<Attribute>& given) {
  std::map<std::string, std::string> values;
  std::vector<std::string> links;
  std::set<std::string> left_out;
  for (const auto& [name, value] : given) {
    if (value.find_first_not_of(" \t\r\n") == std::string::npos) continue;
    if (!is_known(name)) {
      left_out.insert(name);
    } else if (name == "image_link") {
      links.insert(links.begin(), value);
    } else if (name == "additional_image_link") {
      for (auto& link : parted(value)) links.push_back(std::move(link));
    } else {
      values.emplace(name == "colour" ? "color" : name, value);
    }
  }
  for (const auto& name : left_out) ignored(name);
  const auto value = [&](const char* name) -> std::string {
    const auto found = values.find(name);
    return found == values.end() ? "" : found->second;
  };

  Item item;
  auto id = read_text(value("id"), {.least = 1, .most = 200}, "id");
  if (!id) return std::unexpected(id.error());
  item.variant.sku = slug_of(*id);
  auto title = read_text(value("title"), {.least = 1, .most = kMostTitle}, "title");
  if (!title) return std::unexpected(title.error());
  item.product.title = *std::move(title);
  auto price = price_of(values);
  if (!price) return std::unexpected(price.error());
  item.variant.price = *price;
  if (values.contains("description")) {
    auto text =
        read_text(value("description"), {.most = kMostDescription, .lines = Lines::kMany}, "description");
    if (!text) return std::unexpected(text.error());
    item.product.description = *std::move(text);
  }
  if (values.contains("brand")) {
    auto text = read_text(value("brand"), {.most = 70}, "brand");
    if (!text) return std::unexpected(text.error());
    item.product.brand = *std::move(text);
  }
  // Feeds carry numbers of their own here; what is no GTIN has no place, and the product is as good without
  // it.
  auto gtin = value("gtin");
  std::erase_if(gtin, [](char c) { return c == ' ' || c == '-'; });
  if (is_gtin(gtin)) item.variant.gtin = gtin;
  for (const auto* name : {"quantity", "stock", "sell_on_google_quantity", "inventory"}) {
    if (!values.contains(name)) continue;
    auto pieces = read_stock(value(name));
    if (!pieces) return invalid(name, pieces.error().detail);
    item.variant.stock = *pieces;
    break;
  }
  auto availability = attribute_name(value("availability"));
  if (availability == "out_of_stock") item.variant.stock = 0;
  if (values.contains("tax_rate")) {
    auto rate = value("tax_rate");
    std::erase_if(rate, [](char c) { return c == '%' || c == ' '; });
    if (rate != "10" && rate != "8") return invalid("tax_rate", "This must be 10 or 8.");
    item.product.tax_rate = rate == "8" ? 8 : 10;
  }
  if (values.contains("limit_per_person")) {
    const auto limit = read_stock(value("limit_per_person"));
    if (!limit || *limit < 1) return invalid("limit_per_person", "This must be a whole number from 1.");
    item.product.limit_per_person = std::optional<std::int64_t>(*limit);
  }
  const bool japanese = has_japanese(item.product.title);
  for (const auto& [name, ours, theirs] : {std::array{"color", "色", "Color"},
                                           {"size", "サイズ", "Size"},
                                           {"material", "素材", "Material"},
                                           {"pattern", "柄", "Pattern"}}) {
    if (!values.contains(name)) continue;
    auto text = read_text(value(name), {.least = 1, .most = 80}, name);
    if (!text) return std::unexpected(text.error());
    item.variant.options[japanese ? ours : theirs] = *text;
  }
  item.group = value("item_group_id");
  item.product.picture_sources = read_sources(links);
  return item;
}

void GoogleItems::add(std::size_t line, const std::vector<Attribute>& given) {
  auto item = read(given);
  if (!item) {
    refuse(line, item.error().field, item.error().detail);
    return;
  }
  place(line, *std::move(item));
}

void GoogleItems::place(std::size_t line, Item item) {
  const auto [known, fresh] = lines_.emplace(item.variant.sku, line);
  if (!fresh) return refuse(line, "id", fmt::format("Line {} has this id already.", known->second));
  item.variant.line = line;
  const bool grouped = !item.group.empty();
  if (!grouped) {
    // A colour of its own is worth a word beside the title, and is no choice.
    std::string words;
    for (const auto& option : item.variant.options) {
      words += (words.empty() ? "" : " / ") + std::string(option.value().as_string());
    }
    if (!words.empty() && character_count(words) <= 120) item.product.subtitle = words;
    item.variant.options.clear();
  }
  item.product.id = grouped ? slug_of(item.group) : item.variant.sku;
  item.product.line = line;
  const auto [found, first] = products_.emplace(item.product.id, parsed_.products.size());
  if (first) {
    titles_.push_back({item.product.title});
    item.product.variants.push_back(std::move(item.variant));
    parsed_.products.push_back(std::move(item.product));
    return;
  }
  auto& product = parsed_.products[found->second];
  if (!grouped)
    return refuse(line, "id", fmt::format("Line {} has a group of this id already.", product.line));
  if (product.variants.size() >= kMostVariants) {
    return refuse(line, "item_group_id", fmt::format("A product has at most {} variants.", kMostVariants));
  }
  titles_[found->second].push_back(item.product.title);
  auto links = product.picture_sources;
  links.insert(links.end(), item.product.picture_sources.begin(), item.product.picture_sources.end());
  product.picture_sources = read_sources(links);
  if (!product.description) product.description = std::move(item.product.description);
  product.variants.push_back(std::move(item.variant));
}

Parsed GoogleItems::finish() {
  for (std::size_t i = 0; i < parsed_.products.size(); ++i) {
    if (titles_[i].size() > 1) parsed_.products[i].title = common_title(titles_[i]);
  }
  return std::move(parsed_);
}

std::string common_title(const std::vector<std::string>& titles) {
  auto common = titles.front();
  for (const auto& title : titles) {
    std::size_t same = 0;
    while (same < std::min(common.size(), title.size()) && common[same] == title[same]) ++same;
    common.resize(same);
  }
  // Never within a character, nor within a word or a number, nor with the sign that parted the variant's own
  // words.
  while (!common.empty() && common.size() < titles.front().size() &&
         (static_cast<unsigned char>(titles.front()[common.size()]) & 0xC0) == 0x80) {
    common.pop_back();
  }
  if (common.size() < titles.front().size() && is_ascii_word(titles.front()[common.size()])) {
    while (!common.empty() && is_ascii_word(common.back())) common.pop_back();
  }
  constexpr std::array<std::string_view, 14> kParting{" ", "-",  ",",  "/",  "|",  ":",  "(",
                                                      "[", "（", "　", "・", "／", "【", "–"};
  for (bool cut = true; cut;) {
    cut = false;
    for (const auto sign : kParting) {
      if (!common.ends_with(sign)) continue;
      common.resize(common.size() - sign.size());
      cut = true;
    }
  }
  return character_count(common) < kShortestCommonTitle ? titles.front() : common;
}

Parsed parse_google_table(std::string_view text, const FeedRules& rules) {
  GoogleItems items(rules);
  TableReader reader(text, separator_of(text));
  TableRow row;
  if (!reader.next(row)) return items.finish();
  std::vector<std::string> names;
  for (const auto& cell : row.cells) names.push_back(attribute_name(cell));
  while (reader.next(row)) {
    if (row.empty()) continue;
    while (row.cells.size() > names.size() && row.cells.back().empty()) row.cells.pop_back();
    if (row.fault.empty() && row.cells.size() > names.size())
      row.fault = "This row has more columns than the first line.";
    if (!row.fault.empty()) {
      items.refuse(row.line, "", row.fault);
      continue;
    }
    std::vector<Attribute> item;
    for (std::size_t i = 0; i < row.cells.size(); ++i) item.push_back({names[i], std::move(row.cells[i])});
    items.add(row.line, item);
  }
  return items.finish();
}

}  // namespace nigiwai::shop::feed
