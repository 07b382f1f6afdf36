#include "http/origin.h"

#include <gtest/gtest.h>

namespace nigiwai::http {
namespace {

TEST(SiteOrigin, IsWhatABrowserSends) {
  EXPECT_EQ(site_origin("https://Shop.Example/", "f"), "https://shop.example");
  EXPECT_EQ(site_origin("https://shop.example:443", "f"), "https://shop.example");
  EXPECT_EQ(site_origin("http://shop.example:8080", "f"), "http://shop.example:8080");
  EXPECT_EQ(site_origin("http://[::1]:80", "f"), "http://[::1]");
}

TEST(SiteOrigin, RefusesWhateverElseAnAddressHas) {
  for (const auto* wrong : {"", "shop.example", "*", "https://*.example", "https://", "ftp://shop.example",
                            "https://shop.example/cart", "https://shop.example?x", "https://shop.example#x",
                            "https://me@shop.example", "https://a;b", "https://a'b", "https://a b",
                            "https://a%20b", "javascript:alert(1)"}) {
    const auto origin = site_origin(wrong, "/origins/0");
    ASSERT_FALSE(origin.has_value()) << wrong;
    EXPECT_EQ(origin.error().field, "/origins/0");
  }
}

TEST(Origin, HasAHost) {
  EXPECT_EQ(host_of("https://shop.example"), "shop.example");
  EXPECT_EQ(host_of("http://127.0.0.1:8080"), "127.0.0.1");
  EXPECT_EQ(host_of("http://[::1]:8080"), "[::1]");
}

}  // namespace
}  // namespace nigiwai::http
