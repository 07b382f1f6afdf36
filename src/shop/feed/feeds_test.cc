// Feeds as they are found, in tests/feeds: every format and encoding, whole and broken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

#include "base/time.h"
#include "shop/feed/encoding.h"
#include "shop/feed/feed.h"

namespace nigiwai::shop::feed {
namespace {

using testing::ElementsAre;

std::string file(const std::string& name) {
  std::ifstream in("tests/feeds/" + name, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  EXPECT_FALSE(bytes.str().empty()) << name;
  return bytes.str();
}

struct Fed {
  std::string format, encoding;
  Parsed parsed;
};
Fed fed(const std::string& name) {
  const auto decoded = decode(file(name));
  EXPECT_TRUE(decoded.has_value()) << name;
  const auto format = format_of(decoded->text);
  EXPECT_TRUE(format.has_value()) << name;
  return {std::string(to_text(*format)), decoded->encoding,
          parse(*format, decoded->text, {.currency = "JPY", .now = *from_rfc3339("2026-11-22T00:00:00Z")})};
}

std::vector<std::string> told(const std::vector<Refusal>& refused) {
  std::vector<std::string> lines;
  for (const auto& each : refused) lines.push_back(std::to_string(each.line) + " " + each.field);
  return lines;
}

std::vector<std::string> ids(const Parsed& parsed) {
  std::vector<std::string> found;
  for (const auto& each : parsed.products) found.push_back(each.id);
  return found;
}

void expect_lip_and_soap(const Parsed& parsed) {
  ASSERT_EQ(told(parsed.refused), std::vector<std::string>());
  ASSERT_EQ(parsed.products.size(), 2u);
  const auto& lip = parsed.products[0];
  EXPECT_EQ(lip.id, "lip");
  EXPECT_EQ(lip.line, 7u);
  EXPECT_EQ(lip.description, "唇にとけこむティント。\n\n5 色\n無香料");
  EXPECT_EQ(lip.brand, "月白");
  EXPECT_THAT(lip.picture_sources,
              ElementsAre("https://shop.example/img/lip-01.jpg", "https://shop.example/img/lip-01-b.jpg",
                          "https://shop.example/img/lip-01-c.jpg", "https://shop.example/img/lip-02.jpg"));
  ASSERT_EQ(lip.variants.size(), 2u);
  EXPECT_EQ(lip.variants[0].sku, "lip-01");
  EXPECT_EQ(lip.variants[0].price, 2640);  // not the 550 of the shipping within
  EXPECT_EQ(lip.variants[0].gtin, "4901234567894");
  EXPECT_FALSE(lip.variants[0].stock.has_value());
  EXPECT_EQ(json::serialize(lip.variants[1].options), R"({"色":"柿渋"})");
  EXPECT_EQ(lip.variants[1].stock, 0);
  const auto& soap = parsed.products[1];
  EXPECT_EQ(soap.title, "ひのき石けん & 泡立てネット");
  EXPECT_EQ(soap.description, "1 < 2 の泡立ち");
  EXPECT_EQ(soap.subtitle, "100g");
  EXPECT_EQ(soap.tax_rate, 10);
  EXPECT_EQ(soap.variants.at(0).price, 1480);  // the sale goes on
  EXPECT_TRUE(soap.variants.at(0).options.empty());
  EXPECT_EQ(parsed.ignored_columns.at("shipping"), 1u);
  EXPECT_EQ(parsed.ignored_columns.at("condition"), 3u);
}

TEST(Feeds, GoogleRss) {
  const auto [format, encoding, parsed] = fed("google-rss.xml");
  EXPECT_EQ(format + " " + encoding, "google-xml UTF-8");
  expect_lip_and_soap(parsed);
}

TEST(Feeds, GoogleRssInShiftJis) {
  const auto [format, encoding, parsed] = fed("google-rss-sjis.xml");
  EXPECT_EQ(format + " " + encoding, "google-xml Shift_JIS");
  expect_lip_and_soap(parsed);
}

TEST(Feeds, GoogleAtom) {
  const auto [format, encoding, parsed] = fed("google-atom.xml");
  EXPECT_EQ(told(parsed.refused), std::vector<std::string>());
  EXPECT_THAT(ids(parsed), ElementsAre("tv_123456", "tee"));
  EXPECT_EQ(parsed.products.at(0).variants.at(0).stock, 12);
  EXPECT_EQ(parsed.products.at(1).title, "Cotton tee");
  EXPECT_EQ(json::serialize(parsed.products.at(1).variants.at(1).options), R"({"Size":"M"})");
}

void expect_tee_and_towel(const Parsed& parsed) {
  EXPECT_EQ(told(parsed.refused), std::vector<std::string>());
  EXPECT_THAT(ids(parsed), ElementsAre("tee-01", "towel"));
  EXPECT_EQ(parsed.products.at(0).title, "オーガニック T シャツ 白");
  EXPECT_EQ(parsed.products.at(0).description, "綿 100% の T シャツ");
  EXPECT_EQ(parsed.products.at(0).picture_sources.size(), 3u);
  EXPECT_EQ(json::serialize(parsed.products.at(0).variants.at(1).options), R"({"色":"白","サイズ":"M"})");
  EXPECT_EQ(parsed.products.at(1).title, "今治 \"ふんわり\" タオル");
  EXPECT_EQ(parsed.products.at(1).description, "一行目\n二行目");
  EXPECT_EQ(parsed.products.at(1).variants.at(0).price, 1320);
}

TEST(Feeds, GoogleTable) {
  const auto [format, encoding, parsed] = fed("google.tsv");
  EXPECT_EQ(format + " " + encoding, "google-tsv UTF-8");
  expect_tee_and_towel(parsed);
}

TEST(Feeds, GoogleTableInUtf16) {
  const auto [format, encoding, parsed] = fed("google-utf16.tsv");
  EXPECT_EQ(format + " " + encoding, "google-tsv UTF-16LE");
  expect_tee_and_towel(parsed);
}

TEST(Feeds, JapaneseTablesOfBefore) {
  const auto sjis = fed("google-sjis.tsv");
  EXPECT_EQ(sjis.encoding, "Shift_JIS");
  ASSERT_EQ(sjis.parsed.products.size(), 2u);
  EXPECT_EQ(sjis.parsed.products[0].title, "髙島屋限定①口紅～紅梅～");
  EXPECT_EQ(sjis.parsed.products[0].variants.at(0).price, 2640);
  EXPECT_EQ(sjis.parsed.products[1].variants.at(0).price, 1980);
  const auto euc = fed("google-euc.tsv");
  EXPECT_EQ(euc.encoding, "EUC-JP");
  EXPECT_EQ(euc.parsed.products.at(0).title, "季節限定の口紅");
}

TEST(Feeds, Shopify) {
  for (const auto* name : {"shopify.csv", "shopify-bom.csv"}) {
    const auto [format, encoding, parsed] = fed(name);
    EXPECT_EQ(format + " " + encoding, "shopify-csv UTF-8");
    EXPECT_THAT(told(parsed.refused), ElementsAre("8 Status"));
    ASSERT_EQ(parsed.products.size(), 3u);
    const auto& shirt = parsed.products[0];
    EXPECT_EQ(shirt.id, "example-t-shirt");
    EXPECT_EQ(shirt.description, "A soft shirt,\nin two colours.");
    EXPECT_THAT(shirt.picture_sources,
                ElementsAre("https://cdn.example/front.jpg", "https://cdn.example/green-t-shirt.jpg",
                            "https://cdn.example/back.jpg", "https://cdn.example/small.jpg"));
    ASSERT_EQ(shirt.variants.size(), 2u);
    EXPECT_EQ(shirt.variants[0].sku, "ts-001");
    EXPECT_EQ(shirt.variants[1].price, 1999);
    EXPECT_EQ(shirt.variants[1].stock, 0);  // oversold there
    EXPECT_EQ(shirt.variants[1].gtin, "4901234567894");
    EXPECT_EQ(json::serialize(parsed.products[1].variants.at(1).options), R"({"色":"柿渋","サイズ":"ミニ"})");
    EXPECT_TRUE(is_slug(parsed.products[1].variants.at(1).sku));
    EXPECT_EQ(parsed.products[2].id, "candle");
    EXPECT_EQ(parsed.products[2].variants.at(0).sku, "candle");
    EXPECT_TRUE(parsed.products[2].variants.at(0).options.empty());
    EXPECT_TRUE(parsed.ignored_columns.contains("variant_grams"));
  }
}

TEST(Feeds, ShopifyOfToday) {
  const auto parsed = fed("shopify-2024.csv").parsed;
  EXPECT_EQ(told(parsed.refused), std::vector<std::string>());
  ASSERT_EQ(parsed.products.size(), 1u);
  EXPECT_EQ(parsed.products[0].variants.at(1).sku, "mug-b");
  EXPECT_EQ(parsed.products[0].variants.at(1).price, 1300);
  EXPECT_EQ(parsed.products[0].variants.at(1).stock, 6);
}

TEST(Feeds, OurOwnJson) {
  const auto parsed = fed("products.jsonl").parsed;
  EXPECT_EQ(told(parsed.refused), std::vector<std::string>());
  EXPECT_THAT(ids(parsed), ElementsAre("json-lip", "json-tee"));
  EXPECT_EQ(parsed.products.at(0).variants.at(0).stock, 12);
  EXPECT_EQ(parsed.products.at(1).title, "T シャツ");
  EXPECT_EQ(parsed.products.at(1).limit_per_person, std::optional<std::optional<std::int64_t>>(2));
  EXPECT_EQ(parsed.products.at(1).variants.at(1).price, 3300);
  EXPECT_FALSE(parsed.products.at(1).variants.at(1).stock.has_value());
}

TEST(Feeds, BrokenRowsAreRefusedAloneWithTheirLineAndField) {
  const auto table = fed("broken.tsv").parsed;
  EXPECT_THAT(told(table.refused), ElementsAre("3 price", "4 price", "5 price", "6 price", "7 id", "8 title",
                                               "9 id", "10 quantity", "11 ", "12 "));
  ASSERT_EQ(table.products.size(), 3u);
  EXPECT_EQ(table.products[1].title, "\"Best\" lip");
  // A formula is a text like any other here; what we write for spreadsheets makes it harmless.
  EXPECT_EQ(table.products[2].title, "=cmd|calc!A1");

  const auto xml = fed("broken.xml").parsed;
  EXPECT_THAT(ids(xml), ElementsAre("ok-1", "ok-2"));
  EXPECT_THAT(told(xml.refused), ElementsAre("6 ", "7 ", "8 ", "9 "));

  const auto lines = fed("broken.jsonl").parsed;
  EXPECT_THAT(ids(lines), ElementsAre("ok-1", "ok-2"));
  EXPECT_THAT(told(lines.refused), ElementsAre("2 price", "3 ", "5 id", "6 price/currency", "7 colour"));
}

}  // namespace
}  // namespace nigiwai::shop::feed
