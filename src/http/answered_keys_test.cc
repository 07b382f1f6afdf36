#include "http/answered_keys.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace nigiwai::http {
namespace {

IdempotencyKey key_of(const std::string& caller, int number) {
  return {.caller = caller, .route = "POST /api/orders", .key = fmt::format("key-{}", number), .body = ""};
}

TEST(AnsweredKeys, KnowsAllThatWereAnsweredAndSeldomSaysPerhapsOfOthers) {
  AnsweredKeys keys;
  constexpr int kMany = 100'000;
  for (int i = 0; i < kMany; ++i) keys.add(key_of(fmt::format("viewer-{}", i % 5000), i));
  int perhaps = 0;
  for (int i = 0; i < kMany; ++i) {
    ASSERT_TRUE(keys.may_have(key_of(fmt::format("viewer-{}", i % 5000), i)));
    perhaps += keys.may_have(key_of(fmt::format("viewer-{}", i % 5000), kMany + i));
  }
  EXPECT_LT(perhaps, kMany / 1000);
}

TEST(AnsweredKeys, OneCallersKeyIsNotAnothers) {
  AnsweredKeys keys;
  keys.add(key_of("hana", 1));
  EXPECT_TRUE(keys.may_have(key_of("hana", 1)));
  EXPECT_FALSE(keys.may_have(key_of("sora", 1)));
  EXPECT_FALSE(keys.may_have(key_of("hana", 2)));
}

}  // namespace
}  // namespace nigiwai::http
