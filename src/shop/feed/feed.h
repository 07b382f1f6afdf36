// What every format of feed is read into: products with their variants, and the rows that were refused.
//
// The readers are pure: no clock, no database. What a product may be is decided in one place, take_product()
// and the readers of cells below, so that every format refuses the same things in the same words.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/fields.h"

namespace nigiwai::shop::feed {

enum class Format { kGoogleXml, kGoogleTable, kShopifyCsv, kJson };
std::string_view to_text(Format format);  // "google-xml", "google-tsv", "shopify-csv", "json"

// Which format a text is, by how it starts; invalid when it is none of ours.
Result<Format> format_of(std::string_view text);

struct Refusal {
  std::size_t line = 0;
  std::string field;  // the column's or member's name; empty for a row as a whole
  std::string why;    // a sentence
};

struct FeedVariant {
  std::size_t line = 0;
  std::string sku;
  json::object options{};
  std::int64_t price = 0;
  std::optional<std::int64_t> stock{};
  std::string gtin{};
};

// What the feed does not say stays as it is in the shop.
struct FeedProduct {
  std::size_t line = 0;
  std::string id;
  std::string title;
  std::optional<std::string> subtitle{};
  std::optional<std::string> description{};
  std::optional<std::string> brand{};
  std::optional<int> tax_rate{};
  std::optional<std::optional<std::int64_t>> limit_per_person{};
  std::optional<std::optional<WallTime>> on_sale_from{};
  std::vector<std::string> picture_sources{};
  std::vector<FeedVariant> variants{};
};

struct Parsed {
  std::vector<FeedProduct> products;
  std::vector<Refusal> refused;
  std::map<std::string, std::size_t> ignored_columns;  // with how many rows filled them in
};

struct FeedRules {
  std::string currency = "JPY";
  WallTime now{};  // which sale prices hold
};

Parsed parse(Format format, std::string_view text, const FeedRules& rules);

// Pieces of minor units in one of this currency: 100 for USD, 1 for JPY.
std::int64_t minor_units(std::string_view currency);

// "1980 JPY", "JPY 1,980", "¥1,980", "19.80 USD", "1980円", "1980": minor units of `currency`. Refuses
// another currency, and parts of a minor unit.
Result<std::int64_t> read_price(std::string_view text, const std::string& currency);

// A whole number of pieces; what was oversold elsewhere is none here.
Result<std::int64_t> read_stock(std::string_view text);

// An id of ours (base/text.h) for one of another shop: in lower case, and where signs were lost on the way,
// with a hash of what was given, so that two that differ stay two. The same for the same every time.
std::string slug_of(std::string_view given);

// A text of a feed: its HTML made plain, then cleaned as if somebody had typed it.
Result<std::string> read_text(std::string_view text, const TextRule& rule, std::string_view field);

// The addresses among these that a picture can be at, once each, at most kMostSources.
std::vector<std::string> read_sources(const std::vector<std::string>& given);

}  // namespace nigiwai::shop::feed
