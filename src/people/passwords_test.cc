#include "people/passwords.h"

#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>

#include "base/test_loop.h"
#include "people/people_test_support.h"

namespace nigiwai::people {
namespace {

TEST(Passwords, AreArgon2idAtTheInteractiveCostOrMore) {
  const auto hash = hash_password(kPassword);
  ASSERT_TRUE(hash.has_value());
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << *hash;
  EXPECT_TRUE(password_matches(*hash, kPassword));
  EXPECT_FALSE(password_matches(*hash, std::string(kPassword) + " "));
}

TEST(Passwords, MatchAsBytes) {
  const std::string with_nul("0123456789\0abc", 14);
  const auto hash = hash_password(with_nul, kCheap);
  EXPECT_TRUE(password_matches(*hash, with_nul));
  EXPECT_FALSE(password_matches(*hash, "0123456789"));
  EXPECT_FALSE(password_matches("not a hash", with_nul));
  EXPECT_FALSE(password_matches("", ""));
}

TEST(PasswordThread, AnswersOnTheLoopThatAsked) {
  PasswordThread passwords(kCheap);
  const auto hash = finished(passwords.hash(kPassword));
  ASSERT_TRUE(hash.has_value());
  EXPECT_TRUE(*finished(passwords.matches(*hash, kPassword)));
  EXPECT_FALSE(*finished(passwords.matches(*hash, "something else")));
  EXPECT_FALSE(*finished(passwords.matches(std::nullopt, kPassword)));
}

TEST(PasswordThread, RefusesMoreThanCanWait) {
  // Each costs far more than asking does, so that few are done before the last has asked.
  PasswordThread passwords({.operations = 1, .memory_bytes = std::size_t{8} << 20});
  auto& loop = test_loop();
  int done = 0, refused = 0;
  auto one = [&]() -> Task<void> {
    const auto hash = co_await passwords.hash(kPassword);
    hash ? ++done : ++refused;
    if (!hash) {
      EXPECT_EQ(hash.error().kind, Kind::kUnavailable);
      EXPECT_GT(hash.error().retry_after.count(), 0);
    }
  };
  constexpr int kTooMany = PasswordThread::kMostWaiting * 2;
  for (int i = 0; i < kTooMany; ++i) asio::co_spawn(loop, one(), asio::detached);
  loop.run();
  EXPECT_GE(done, PasswordThread::kMostWaiting);
  EXPECT_GT(refused, 0);
  EXPECT_EQ(done + refused, kTooMany);
}

}  // namespace
}  // namespace nigiwai::people
