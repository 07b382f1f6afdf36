#include "people/tokens.h"

#include <gtest/gtest.h>

#include <set>

namespace nigiwai::people {
namespace {

TEST(Tokens, AreOfOneKindAndNeverTheSame) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto token = make_token(random, TokenKind::kViewer);
    EXPECT_GE(token.size(), 32u);
    EXPECT_TRUE(is_token(TokenKind::kViewer, token));
    EXPECT_FALSE(is_token(TokenKind::kStaff, token));
    seen.insert(token);
  }
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(Tokens, OfAnotherShapeAreNone) {
  SeededRandom random(1);
  const auto token = make_token(random, TokenKind::kStaff);
  for (const auto& wrong : {std::string(), std::string("nws_"), token + "a", token.substr(1),
                            token.substr(0, 35), "NWS_" + token.substr(4), token.substr(0, 35) + "'",
                            token.substr(0, 35) + std::string(1, '\0'), std::string(1'000'000, 'a')}) {
    EXPECT_FALSE(is_token(TokenKind::kStaff, wrong));
  }
}

TEST(HashToken, Is32BytesOfTheTokenAlone) {
  EXPECT_EQ(hash_token("a").size(), 32u);
  EXPECT_EQ(hash_token("a"), hash_token("a"));
  EXPECT_NE(hash_token("a"), hash_token("b"));
}

}  // namespace
}  // namespace nigiwai::people
