#include "shop/postal/postal_codes.h"

#include <gtest/gtest.h>

namespace nigiwai::shop {
namespace {

std::string shown(std::string_view code) {
  const auto place = place_of(code);
  return place ? place->prefecture + "|" + place->city + "|" + place->town : "nowhere";
}

TEST(PostalCodes, MeanTheirPrefectureAndCity) {
  ASSERT_GT(postal_codes_known(), 119'000u)
      << "built without the package that has the table: make install brings it in";
  EXPECT_EQ(shown("150-0001"), "東京都|渋谷区|神宮前");
  EXPECT_EQ(shown("001-0010"), "北海道|札幌市北区|北十条西");
  EXPECT_EQ(shown("530-0001"), "大阪府|大阪市北区|梅田");
  EXPECT_EQ(shown("907-1801"), "沖縄県|八重山郡与那国町|与那国");
  EXPECT_EQ(shown("604-8001"), "京都府|京都市中京区|上大阪町");
  EXPECT_EQ(shown("510-0000"), "三重県|四日市市|");
  EXPECT_EQ(shown("738-0000"), "広島県|廿日市市|");
  EXPECT_EQ(shown("194-0000"), "東京都|町田市|");
  EXPECT_EQ(shown("272-0000"), "千葉県|市川市|");
  EXPECT_EQ(shown("636-0062"), "奈良県|北葛城郡河合町|佐味田");
  EXPECT_EQ(shown("802-0816"), "福岡県|北九州市小倉南区|若園");
  EXPECT_EQ(shown("619-1126"), "京都府|木津川市|加茂町尻枝");
}

TEST(PostalCodes, OfNowhereMeanNothing) {
  for (const auto* code : {"", "000-0000", "999-9999", "1500001", "150-000a", "SW1A 1AA"}) {
    EXPECT_EQ(shown(code), "nowhere") << code;
  }
}

}  // namespace
}  // namespace nigiwai::shop
