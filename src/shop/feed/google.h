// Items of Google's product data specification, from XML or a table, made products.
//
// Source: Google Merchant Center, "Product data specification". Names are those of the attributes without the
// g: prefix, with underscores. An item_group_id makes its items the variants of one product.
#pragma once

#include <set>

#include "shop/feed/feed.h"

namespace nigiwai::shop::feed {

struct Attribute {
  std::string name;
  std::string value;
};

// "g:Additional Image Link" → "additional_image_link".
std::string attribute_name(std::string_view given);

class GoogleItems {
 public:
  explicit GoogleItems(const FeedRules& rules) : rules_(rules) {}

  // One item, with what stands in it in order; an attribute may come several times.
  void add(std::size_t line, const std::vector<Attribute>& item);
  // A row that is broken as a whole.
  void refuse(std::size_t line, std::string field, std::string why);
  // What stood in a column that has no place here.
  void ignored(const std::string& name) { ++parsed_.ignored_columns[name]; }

  Parsed finish();

 private:
  struct Item;
  Result<Item> read(const std::vector<Attribute>& given);
  Result<std::int64_t> price_of(const std::map<std::string, std::string>& values) const;
  void place(std::size_t line, Item item);

  FeedRules rules_;
  Parsed parsed_;
  std::vector<std::vector<std::string>> titles_;           // of each product's items
  std::unordered_map<std::string, std::size_t> products_;  // by id: its place in parsed_.products
  std::unordered_map<std::string, std::size_t> lines_;     // by SKU: where it was
};

Parsed parse_google_xml(std::string_view text, const FeedRules& rules);
Parsed parse_google_table(std::string_view text, const FeedRules& rules);

// What titles of the variants of one product have in common, such as "Tee" of "Tee, red" and "Tee, blue"; the
// first when that is too little to be a name.
std::string common_title(const std::vector<std::string>& titles);

}  // namespace nigiwai::shop::feed
