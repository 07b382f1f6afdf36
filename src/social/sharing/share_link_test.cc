#include "social/sharing/share_link.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace nigiwai::social {
namespace {

Result<ShareTarget> read(const char* body) { return read_share(json::parse(body).as_object()); }

TEST(ShareLink, IsAMomentOfAShow) {
  const auto target = read(R"({"show": "abc", "at": 61500})");
  ASSERT_TRUE(target);
  ShareLink link{.code = "k3x9m2p7qd", .target = *target};
  EXPECT_EQ(page_of(link), "/shows/abc?t=61&s=k3x9m2p7qd");
}

TEST(ShareLink, NamesOneThing) {
  EXPECT_TRUE(read(R"({"product": "lip"})"));
  EXPECT_TRUE(read(R"({"staff": "hana"})"));
  EXPECT_FALSE(read(R"({"show": "abc", "product": "lip"})"));
  EXPECT_FALSE(read(R"({})"));
  EXPECT_EQ(read(R"({"product": "lip", "at": 3})").error().field, "/at");
  EXPECT_EQ(read(R"({"show": "abc", "at": -1})").error().field, "/at");
}

TEST(ShareLink, KnowsWhoAsks) {
  EXPECT_EQ(
      clicker_of(
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
          "Version/17.0 Mobile/15E148 Safari/604.1 Line/13.0.0"),
      Clicker::kPerson);
  EXPECT_EQ(clicker_of("facebookexternalhit/1.1;line-poker/1.0"), Clicker::kPreview);
  EXPECT_EQ(clicker_of("Mozilla/5.0 (compatible; Twitterbot/1.0)"), Clicker::kPreview);
  EXPECT_EQ(clicker_of("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
            Clicker::kBot);
  EXPECT_EQ(clicker_of("curl/7.88.1"), Clicker::kBot);
  EXPECT_EQ(clicker_of(""), Clicker::kBot);
}

}  // namespace
}  // namespace nigiwai::social
