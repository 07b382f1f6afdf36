#include "shop/postal/regions.h"

#include <gtest/gtest.h>

#include <map>

namespace nigiwai::shop {
namespace {

TEST(Regions, EveryPrefectureHasOne) {
  std::map<std::size_t, int> count;
  for (const auto prefecture : prefectures()) {
    const auto region = region_of(prefecture);
    ASSERT_TRUE(region.has_value()) << prefecture;
    ASSERT_LT(*region, kRegions.size());
    ++count[*region];
  }
  EXPECT_EQ(count.size(), kRegions.size());
  EXPECT_EQ(count[3], 8) << "Kanto with Yamanashi, as carriers have it";
  EXPECT_EQ(count[7], 6);
  EXPECT_EQ(count[10], 7);
}

TEST(Regions, AreThoseOfTheMap) {
  const std::pair<const char*, const char*> cases[] = {
      {"北海道", "hokkaido"}, {"秋田県", "tohoku-north"}, {"宮城県", "tohoku-south"}, {"東京都", "kanto"},
      {"山梨県", "kanto"},    {"長野県", "shinetsu"},     {"福井県", "hokuriku"},     {"三重県", "chubu"},
      {"兵庫県", "kansai"},   {"山口県", "chugoku"},      {"高知県", "shikoku"},      {"鹿児島県", "kyushu"},
      {"沖縄県", "okinawa"}};
  for (const auto& [prefecture, region] : cases) EXPECT_EQ(kRegions[region_of(prefecture).value()], region);
  EXPECT_EQ(region_of("東京"), std::nullopt);
}

TEST(Regions, AnAddressNamesItsPrefectureFirst) {
  EXPECT_EQ(prefecture_of_address("京都府京都市中京区"), "京都府");
  EXPECT_EQ(prefecture_of_address("渋谷区神宮前"), std::nullopt);
  EXPECT_EQ(prefecture_of_address("1-2-3 Shibuya, 東京都"), std::nullopt);
}

}  // namespace
}  // namespace nigiwai::shop
