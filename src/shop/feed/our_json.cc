#include "shop/feed/our_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "shop/feed/encoding.h"
#include "shop/products/product.h"

namespace nigiwai::shop::feed {
namespace {

// Cuts a text into its outermost objects, so that one that is broken spoils no other.
class Objects {
 public:
  explicit Objects(std::string_view text) : text_(text) {}

  struct Object {
    std::size_t line = 0;
    std::string_view text;  // empty for one that is never closed
  };
  bool next(Object& object) {
    while (at_ < text_.size() && text_[at_] != '{') step();
    if (at_ >= text_.size()) return false;
    object.line = line_;
    const auto start = at_;
    if (const auto end = end_of(start); end > start) {
      object.text = text_.substr(start, end - start);
      while (at_ < end) step();
      return true;
    }
    // Goes on at the next line that begins with an object.
    object.text = {};
    step();
    while (at_ < text_.size() && !begins_line()) step();
    return true;
  }

 private:
  void step() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }
  bool begins_line() const {
    if (text_[at_] != '{') return false;
    auto before = at_;
    while (before > 0 && (text_[before - 1] == ' ' || text_[before - 1] == '\t' || text_[before - 1] == '['))
      --before;
    return before > 0 && text_[before - 1] == '\n';
  }
  // Past the closing brace, or `start` when there is none within the limit.
  std::size_t end_of(std::size_t start) const {
    int depth = 0;
    bool quoted = false;
    for (auto i = start; i < text_.size() && i - start < kMostObject; ++i) {
      const char c = text_[i];
      if (quoted) {
        if (c == '\\') ++i;
        if (c == '"' || c == '\n') quoted = false;  // no string of JSON goes over a line
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        ++depth;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return start;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// A pointer names a member of the feed's, which may have been cut within a character.
std::string field_of(const std::string& pointer) {
  auto field = pointer.starts_with('/') ? pointer.substr(1) : pointer;
  while (!is_utf8(field)) field.pop_back();
  return field;
}

Result<std::optional<std::int64_t>> take_stock(json::object& from, const std::string& field) {
  const auto* found = from.if_contains("stock");
  if (found == nullptr || found->is_null()) return std::nullopt;
  if (!found->is_int64() || found->get_int64() < 0 || found->get_int64() > kMostStock) {
    return invalid(field, fmt::format("This must be a whole number from 0 to {}.", kMostStock));
  }
  const auto stock = found->get_int64();
  from.erase("stock");
  return stock;
}

std::string plain_member(json::object& body, const char* name, Lines lines, std::size_t most) {
  auto* member = body.if_contains(name);
  if (member == nullptr || !member->is_string()) return "";
  const auto text = read_text(member->get_string(), {.least = 0, .most = most, .lines = lines}, name);
  if (!text) return text.error().detail;
  *member = *text;
  return "";
}

Result<FeedProduct> read(std::size_t line, std::string_view text, const FeedRules& rules) {
  if (text.find(kBroken) != std::string_view::npos) {
    return invalid("", "This has bytes that are no characters in the encoding of the file.");
  }
  auto body = parse_object(text);
  if (!body) return std::unexpected(body.error());
  const auto* id = body->if_contains("id");
  if (id == nullptr || !id->is_string()) return invalid("id", "This is missing.");
  const std::string name(id->get_string());
  body->erase("id");
  const auto own = take_stock(*body, "stock");
  if (!own) return std::unexpected(own.error());
  std::vector<std::optional<std::int64_t>> stock;
  if (auto* variants = body->if_contains("variants"); variants != nullptr && variants->is_array()) {
    for (auto& variant : variants->get_array()) {
      if (!variant.is_object()) break;
      const auto left = take_stock(variant.get_object(), fmt::format("variants/{}/stock", stock.size()));
      if (!left) return std::unexpected(left.error());
      stock.push_back(*left);
    }
  }
  for (const auto& [member, lines, most] : {std::tuple{"title", Lines::kOne, kMostTitle},
                                            {"subtitle", Lines::kOne, std::size_t{120}},
                                            {"description", Lines::kMany, kMostDescription}}) {
    if (const auto why = plain_member(*body, member, lines, most); !why.empty()) return invalid(member, why);
  }
  auto product = read_product(name, *body);
  if (!product) return std::unexpected(product.error());
  if (product->price.currency != rules.currency) {
    return invalid("price/currency", fmt::format("This shop sells in {}.", rules.currency));
  }
  if (own->has_value() && !stock.empty())
    return invalid("stock", "With variants, each has stock of its own.");
  FeedProduct fed{.line = line, .id = name, .title = product->title};
  const auto given = [&](const char* member) { return body->contains(member); };
  if (given("subtitle")) fed.subtitle = product->subtitle;
  if (given("description")) fed.description = product->description;
  if (given("brand")) fed.brand = product->brand;
  if (given("tax_rate")) fed.tax_rate = product->tax_rate;
  if (given("on_sale_from")) fed.on_sale_from = product->on_sale_from;
  if (given("limit_per_person")) fed.limit_per_person = product->limit_per_person;
  if (product->picture_sources) fed.picture_sources = read_sources(*product->picture_sources);
  for (std::size_t i = 0; i < product->variants.size(); ++i) {
    const auto& variant = product->variants[i];
    fed.variants.push_back({.line = line,
                            .sku = variant.sku,
                            .options = variant.options,
                            .price = variant.price.value_or(product->price.amount),
                            .stock = stock.empty() ? *own : stock[i],
                            .gtin = variant.gtin});
  }
  return fed;
}

}  // namespace

Parsed parse_json(std::string_view text, const FeedRules& rules) {
  Parsed parsed;
  std::unordered_map<std::string, std::size_t> lines;
  Objects objects(text);
  Objects::Object object;
  while (objects.next(object)) {
    if (object.text.empty()) {
      parsed.refused.push_back({object.line, "", "This object is never closed."});
      continue;
    }
    auto product = read(object.line, object.text, rules);
    if (!product) {
      parsed.refused.push_back({object.line, field_of(product.error().field), product.error().detail});
      continue;
    }
    const auto [known, fresh] = lines.emplace(product->id, object.line);
    if (!fresh) {
      parsed.refused.push_back(
          {object.line, "id", fmt::format("Line {} has this id already.", known->second)});
      continue;
    }
    parsed.products.push_back(*std::move(product));
  }
  return parsed;
}

}  // namespace nigiwai::shop::feed
