#include "server/feeds.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace nigiwai::server {
namespace {

const std::string kOrigin = "https://shop.example";

TEST(ProductFeed, HasAnItemForEverySku) {
  shop::Product product;
  product.id = "lip";
  product.title = "口紅 <秋>";
  product.price = {2640, "JPY"};
  product.brand = "月白";
  product.variants = {{.sku = "lip-a", .options = {{"色", "柿渋"}}, .left = 3, .gtin = "4901234567894"},
                      {.sku = "lip-b", .options = {{"色", "茜"}}, .price = 2980}};
  const auto items = product_items(product, kOrigin, from_ms(0));
  EXPECT_TRUE(items.contains("<g:id>lip-a</g:id>")) << items;
  EXPECT_TRUE(items.contains("口紅 &lt;秋&gt;")) << items;
  EXPECT_TRUE(items.contains("<g:availability>in_stock</g:availability><g:price>2640 JPY</g:price>"))
      << items;
  EXPECT_TRUE(items.contains("<g:availability>out_of_stock</g:availability><g:price>2980 JPY</g:price>"))
      << items;
  EXPECT_TRUE(items.contains("<g:gtin>4901234567894</g:gtin><g:item_group_id>lip</g:item_group_id>"))
      << items;
  EXPECT_FALSE(items.contains("g:image_link")) << "without a picture there is no address of one";
  product.on_sale_from = from_ms(1'000);
  EXPECT_TRUE(
      product_items(product, kOrigin, from_ms(999))
          .contains("<g:availability>preorder</g:availability><g:availability_date>1970-01-01T00:00:01"));
  EXPECT_EQ(product_items(product, kOrigin, from_ms(1'000)), items);
}

TEST(ShowFeed, TellsWhatIsToComeAndWhatWas) {
  const WallTime then{Milliseconds(1'800'000'000'000)};
  const std::vector<ShowEntry> shows{
      {.id = "a", .title = "秋の夜 & 口紅", .description = "塗る夜", .starts_at = then, .listed_at = then},
      {.id = "b", .title = "夏", .listed_at = then}};
  const auto atom = atom_of(shows, "月白", kOrigin);
  EXPECT_TRUE(atom.contains("<id>https://shop.example/shows/a</id><title>秋の夜 &amp; 口紅</title>")) << atom;
  const auto feed = json_feed_of(shows, "月白", kOrigin);
  EXPECT_EQ(feed.at("version").as_string(), "https://jsonfeed.org/version/1.1");
  const auto& items = feed.at("items").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_TRUE(std::string(items[0].at("content_text").as_string()).contains("塗る夜"));
  EXPECT_EQ(items[1].at("content_text").as_string(), "");
}

}  // namespace
}  // namespace nigiwai::server
