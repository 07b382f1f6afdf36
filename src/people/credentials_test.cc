#include "people/credentials.h"

#include <gtest/gtest.h>

namespace nigiwai::people {
namespace {

TEST(CleanEmail, TakesWhatAFormTakesInLowerCase) {
  EXPECT_EQ(clean_email("  Owner@Example.COM ", "/email"), "owner@example.com");
  EXPECT_EQ(clean_email("a.b+tag@xn--fiqs8s.jp", "/email"), "a.b+tag@xn--fiqs8s.jp");
  EXPECT_EQ(clean_email("root@localhost", "/email"), "root@localhost");
  EXPECT_EQ(clean_email("o'hara..@a-b.example", "/email"), "o'hara..@a-b.example");
}

TEST(CleanEmail, RefusesWhatIsNoAddressAndNamesTheField) {
  const std::string wrong[] = {"",
                               "@",
                               "a@",
                               "@a.jp",
                               "a",
                               "a b@c.jp",
                               "a@b@c.jp",
                               "a@b..jp",
                               "a@.jp",
                               "a@b.jp.",
                               "a@-b.jp",
                               "a@b-.jp",
                               "a@b_c.jp",
                               "a\n@b.jp",
                               "a@b.jp\r\nBcc: c@d.jp",
                               std::string("a\0@b.jp", 7),
                               "花@b.jp",
                               "a@花.jp",
                               "a@b.jp\xff",
                               std::string(65, 'a') + "@b.jp",
                               "a@" + std::string(64, 'b') + ".jp",
                               "a@" + std::string(300, 'b'),
                               std::string(100'000, '@')};
  for (const auto& each : wrong) {
    const auto email = clean_email(each, "/email");
    ASSERT_FALSE(email.has_value()) << each.substr(0, 80);
    EXPECT_EQ(email.error().kind, Kind::kInvalid);
    EXPECT_EQ(email.error().field, "/email");
  }
}

TEST(CheckPassword, CountsCharactersAtTheLeastAndBytesAtTheMost) {
  EXPECT_TRUE(check_password("0123456789", "/password").has_value());
  EXPECT_TRUE(check_password("賑わいの夜に十人集う", "/password").has_value());
  EXPECT_TRUE(check_password(std::string(200, 'x'), "/password").has_value());
  for (const auto& wrong :
       {std::string("012345678"), std::string("短い合言葉"), std::string(201, 'x'), std::string(),
        std::string("0123456789\xc3"), std::string("👨‍👩‍👧‍👦👨‍👩‍👧‍👦")}) {
    const auto checked = check_password(wrong, "/password");
    ASSERT_FALSE(checked.has_value()) << wrong;
    EXPECT_EQ(checked.error().field, "/password");
  }
}

}  // namespace
}  // namespace nigiwai::people
