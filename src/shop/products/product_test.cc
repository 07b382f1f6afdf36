#include "shop/products/product.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace nigiwai::shop {
namespace {

Result<Product> read(const std::string& text, const std::string& id = "lip") {
  return read_product(id, json::parse(text).as_object());
}

TEST(ReadProduct, MakesAProductWithoutVariantsItsOwnSku) {
  const auto product = read(R"({"title":"うるみリップ","price":{"amount":2640,"currency":"JPY"}})");
  ASSERT_TRUE(product.has_value()) << product.error().detail;
  ASSERT_EQ(product->variants.size(), 1u);
  EXPECT_EQ(product->variants[0].sku, "lip");
  EXPECT_EQ(product->tax_rate, 10);
  const auto shown = to_json(*product);
  EXPECT_TRUE(shown.at("picture").is_null());
  EXPECT_EQ(shown.at("variants").as_array()[0].at("price").at("amount").as_int64(), 2640);
}

TEST(ReadProduct, TakesVariantsWithTheirOwnPrices) {
  const auto product = read(R"({"title":"T","price":{"amount":2640,"currency":"JPY"},"tax_rate":8,"variants":[
      {"sku":"lip-01","options":{"色":"柿渋"}},{"sku":"lip-02","options":{"色":"梅"},"price":{"amount":2860,"currency":"JPY"}}]})");
  ASSERT_TRUE(product.has_value()) << product.error().detail;
  EXPECT_EQ(product->variants[1].price, 2860);
  EXPECT_EQ(full_title(product->title, product->variants[0].options), "T 柿渋");
}

TEST(Gtin, HasARightCheckDigit) {
  for (const auto* right : {"4901234567894", "96385074", "036000291452", "10614141000415"})
    EXPECT_TRUE(is_gtin(right)) << right;
  for (const auto* wrong : {"4901234567890", "", "1", "49012345678９4", "490123456789x"})
    EXPECT_FALSE(is_gtin(wrong)) << wrong;
}

TEST(ReadProduct, NamesWhatIsWrong) {
  struct {
    const char *text, *field;
  } const cases[] = {
      {R"({"price":{"amount":1,"currency":"JPY"}})", "/title"},
      {R"({"title":"T"})", "/price"},
      {R"({"title":"T","price":{"amount":-1,"currency":"JPY"}})", "/price/amount"},
      {R"({"title":"T","price":{"amount":100000001,"currency":"JPY"}})", "/price/amount"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"tax_rate":9})", "/tax_rate"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"colour":"red"})", "/colour"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"variants":[{"sku":"a","options":{}},{"sku":"a","options":{}}]})",
       "/variants/1/sku"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"variants":[{"sku":"a","options":{"c":1}}]})",
       "/variants/0/options/c"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"variants":[{"sku":"a","options":{},"price":{"amount":1,"currency":"EUR"}}]})",
       "/variants/0/price"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"variants":["a"]})", "/variants/0"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"limit_per_person":0})", "/limit_per_person"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"picture_sources":["javascript:x"]})",
       "/picture_sources/0"},
      {R"({"title":"T","price":{"amount":1,"currency":"JPY"},"variants":[{"sku":"a","options":{},"gtin":"4901234567890"}]})",
       "/variants/0/gtin"},
  };
  for (const auto& each : cases) {
    const auto product = read(each.text);
    ASSERT_FALSE(product.has_value()) << each.text;
    EXPECT_EQ(product.error().field, each.field) << each.text;
  }
  EXPECT_EQ(read(R"({"title":"T","price":{"amount":1,"currency":"JPY"}})", "No Slug").error().field, "id");
}

}  // namespace
}  // namespace nigiwai::shop
