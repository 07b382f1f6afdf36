#include "shop/embedding/hand_off.h"

#include <gtest/gtest.h>

namespace nigiwai::shop {
namespace {

TEST(HandOff, ThePresetsAreFineAndMakeTheAddressesOfTheirShops) {
  for (const auto* preset : {kShopifyTemplate, kEcCubeTemplate}) {
    EXPECT_TRUE(check_template(preset, "tsukishiro.myshopify.com").has_value()) << preset;
    EXPECT_EQ(check_template(preset, "").error().field, "/handoff/shop");
  }
  EXPECT_EQ(fill_template(kShopifyTemplate, {{"shop", "tsukishiro.myshopify.com"},
                                             {"variant", "4417"},
                                             {"quantity", "2"},
                                             {"moment", "nwm_Ab-_9"}}),
            "https://tsukishiro.myshopify.com/cart/4417:2?attributes[nigiwai]=nwm_Ab-_9");
}

TEST(HandOff, ValuesAreEncodedWhole) {
  EXPECT_EQ(fill_template("https://shop.example/{sku}?m={moment}", {{"sku", "a/b?c&d"}, {"moment", "柿"}}),
            "https://shop.example/a%2Fb%3Fc%26d?m=%E6%9F%BF");
}

TEST(HandOff, RefusesATemplateThatCouldLeadElsewhere) {
  for (const auto* wrong : {
           "",
           "http://shop.example/{sku}?m={moment}",
           "javascript:alert({sku}{moment})",
           "https://{sku}/?m={moment}",
           "https://shop.example.{sku}/?m={moment}",
           "https://{shop}.evil.example/{sku}?m={moment}",
           "https://me@shop.example/{sku}?m={moment}",
           "https://shop.example/{shop}/{sku}?m={moment}",
           "https://shop.example/{price}/{sku}?m={moment}",
           "https://shop.example/{sku?m={moment}",
           "https://shop.example/sku}?m={moment}{sku}",
           "https://shop.example/{sku}",
           "https://shop.example/?m={moment}",
           "https://shop.example/{sku} x?m={moment}",
           "https://shop.example/{sku}\"?m={moment}",
           "https:///{sku}?m={moment}",
       }) {
    const auto checked = check_template(wrong, "shop.example");
    ASSERT_FALSE(checked.has_value()) << wrong;
    EXPECT_EQ(checked.error().field, "/handoff/template") << wrong;
  }
}

}  // namespace
}  // namespace nigiwai::shop
