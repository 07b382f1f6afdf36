#include "shop/orders/contact.h"

#include <gtest/gtest.h>

namespace nigiwai::shop {
namespace {

TEST(PostalCode, IsKeptInOneForm) {
  EXPECT_EQ(postal_code("1500001"), "150-0001");
  EXPECT_EQ(postal_code("150-0001"), "150-0001");
  EXPECT_EQ(postal_code("１５０－０００１"), "150-0001");
  EXPECT_EQ(postal_code("150ー0001"), "150-0001");
  EXPECT_EQ(postal_code("SW1A 1AA"), "SW1A 1AA");
  EXPECT_EQ(postal_code("D-10115"), "D-10115");
}

TEST(PostalCode, RefusesWhatIsNone) {
  for (const auto* typed : {"", "1234567890123", "渋谷区", "150/0001", "- -", "=1+1"}) {
    EXPECT_EQ(postal_code(typed), std::nullopt) << typed;
  }
}

TEST(Email, TellsAnAddressFromSomethingElse) {
  for (const auto* fine : {"a@b.jp", "first.last+tag@mail.example.co.jp", "花子@例え.jp"})
    EXPECT_TRUE(is_email(fine)) << fine;
  for (const auto* wrong : {"", "a", "@b.jp", "a@", "a@b", "a@b..jp", "a@.jp", "a@b.jp.", "a b@c.jp",
                            "a@b@c.jp", "<a@b.jp>", "a@b.jp\n"}) {
    EXPECT_FALSE(is_email(wrong)) << wrong;
  }
}

TEST(Narrowed, LeavesWhatIsNotFullWidthAlone) {
  EXPECT_EQ(narrowed("ＡＢＣ　１２３＠"), "ABC 123@");
  EXPECT_EQ(narrowed("山田é😀"), "山田é😀");
}

}  // namespace
}  // namespace nigiwai::shop
