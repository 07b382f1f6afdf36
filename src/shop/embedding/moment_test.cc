#include "shop/embedding/moment.h"

#include <gtest/gtest.h>

namespace nigiwai::shop {
namespace {

const std::string kKey(kMomentKeyBytes, 'k');
const Moment kMoment{.show = "h3k9",
                     .at = Milliseconds(1'300'000),
                     .sku = "lip-kaki",
                     .viewer = "v1",
                     .made_at = WallTime(Milliseconds(1'770'000'000'000))};

TEST(Moment, ComesBackAsItWasSealed) {
  SeededRandom random(7);
  const auto token = seal_moment(kMoment, kKey, random);
  EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
            std::string::npos);
  EXPECT_EQ(token.find("v1"), std::string::npos);
  const auto opened = open_moment(token, kKey, kMoment.made_at + std::chrono::hours(1));
  ASSERT_TRUE(opened.has_value()) << opened.error().detail;
  EXPECT_EQ(opened->show, "h3k9");
  EXPECT_EQ(opened->at, kMoment.at);
  EXPECT_EQ(opened->sku, "lip-kaki");
  EXPECT_EQ(opened->viewer, "v1");
  EXPECT_EQ(opened->made_at, kMoment.made_at);
}

TEST(Moment, OfAnotherKeyOrChangedAnywhereIsNoMoment) {
  SeededRandom random(7);
  const auto token = seal_moment(kMoment, kKey, random);
  const auto now = kMoment.made_at;
  EXPECT_EQ(open_moment(token, std::string(kMomentKeyBytes, 'j'), now).error().type, "invalid");
  // The last character may carry bits that no byte has; those before it all count.
  for (std::size_t i = 0; i + 1 < token.size(); ++i) {
    auto forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(open_moment(forged, kKey, now).has_value()) << i;
  }
  for (const auto& wrong : {std::string(), std::string("nwm_"), std::string("nwm_AAAA"), token.substr(4),
                            token.substr(0, 40), token + "A", "nwm_" + std::string(5000, 'A')}) {
    EXPECT_EQ(open_moment(wrong, kKey, now).error().field, "/moment");
  }
}

TEST(Moment, EndsWithItsLife) {
  SeededRandom random(7);
  const auto token = seal_moment(kMoment, kKey, random);
  EXPECT_TRUE(open_moment(token, kKey, kMoment.made_at + kMomentLife).has_value());
  EXPECT_EQ(open_moment(token, kKey, kMoment.made_at + kMomentLife + Milliseconds(1)).error().type,
            "moment-expired");
}

}  // namespace
}  // namespace nigiwai::shop
