#include <algorithm>
#include <set>

#include "base/check.h"
#include "shop/feed/feed.h"
#include "shop/feed/google.h"
#include "shop/feed/our_json.h"
#include "shop/feed/shopify.h"
#include "shop/feed/table.h"

namespace nigiwai::shop::feed {

std::string_view to_text(Format format) {
  switch (format) {
    case Format::kGoogleXml:
      return "google-xml";
    case Format::kGoogleTable:
      return "google-tsv";
    case Format::kShopifyCsv:
      return "shopify-csv";
    case Format::kJson:
      return "json";
  }
  return "";
}

Result<Format> format_of(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos)
    return fail(Kind::kInvalid, "invalid", "This file is empty.", "format");
  if (text[start] == '<') return Format::kGoogleXml;
  if (text[start] == '{' || text[start] == '[') return Format::kJson;
  TableRow head;
  TableReader(text, separator_of(text)).next(head);
  std::set<std::string> names;
  for (const auto& cell : head.cells) names.insert(attribute_name(cell));
  if (names.contains("title") && (names.contains("handle") || names.contains("url_handle")))
    return Format::kShopifyCsv;
  if (names.contains("id") && names.contains("title")) return Format::kGoogleTable;
  return fail(Kind::kUnsupported, "unsupported",
              "This is no feed that is known here: a Google Merchant feed (XML, or a table whose first line "
              "names id, "
              "title and price), a product CSV of Shopify, or products as JSON.",
              "format");
}

Parsed parse(Format format, std::string_view text, const FeedRules& rules) {
  switch (format) {
    case Format::kGoogleXml:
      return parse_google_xml(text, rules);
    case Format::kGoogleTable:
      return parse_google_table(text, rules);
    case Format::kShopifyCsv:
      return parse_shopify(text, rules);
    case Format::kJson:
      return parse_json(text, rules);
  }
  return {};
}

}  // namespace nigiwai::shop::feed
