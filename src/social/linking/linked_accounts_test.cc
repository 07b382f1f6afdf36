#include "social/linking/linked_accounts.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

TEST(LinkingCodeTest, IsFoundWhereverItStandsAndHoweverItIsTyped) {
  EXPECT_EQ(code_in("NW-ABCD2345"), "NW-ABCD2345");
  EXPECT_EQ(code_in("わたしです nw-abcd2345。よろしく"), "NW-ABCD2345");
  EXPECT_EQ(code_in("NW-ABC NW-ZZZZ9999 です"), "NW-ZZZZ9999") << "the first is too short";
}

TEST(LinkingCodeTest, IsNoneWhereOneIsCutOrBroken) {
  for (const auto* text : {"", "NW-", "NW-ABCD234", "NW-ABCD 345", "ABCD2345", "NW-口紅口紅口紅"})
    EXPECT_FALSE(code_in(text).has_value()) << text;
}

}  // namespace
}  // namespace nigiwai::social
