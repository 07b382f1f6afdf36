#include "http/idempotency.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "http/forget_answers.h"
#include "http/migrations.h"
#include "store/test_support.h"

namespace nigiwai::http {
namespace {

class IdempotencyTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(database_, nullptr);
    const auto all = migrations();
    ASSERT_TRUE(store::migrate(*database_, clock_, std::span(&all, 1)).has_value());
  }

  void change(const std::function<void(store::Transaction&)>& what) {
    store::Transaction transaction(*database_, clock_.wall());
    what(transaction);
  }
  void keep(const IdempotencyKey& key, const std::string& answer) {
    change([&](auto& t) { store_answer(t, key, answer); });
  }
  Result<std::optional<std::string>> stored(const IdempotencyKey& key) {
    Result<std::optional<std::string>> found;
    change([&](auto& t) { found = stored_answer(t, key); });
    return found;
  }
  static IdempotencyKey key(std::string key, std::string caller = "hana", std::string route = "POST /a") {
    return {.caller = std::move(caller), .route = std::move(route), .key = std::move(key), .body = "b1"};
  }

  ManualClock clock_;
  store::TestFile file_{"idempotency_test"};
  std::unique_ptr<store::Database> database_ = file_.open();
};

TEST_F(IdempotencyTest, AnAnswerIsFoundByItsCallerRouteAndKeyAlone) {
  keep(key("k1"), "first");
  keep(key("k1", "ken"), "of Ken");
  keep(key("k1", "hana", "POST /b"), "elsewhere");
  EXPECT_EQ(stored(key("k1")), "first");
  EXPECT_EQ(stored(key("k1", "ken")), "of Ken");
  EXPECT_EQ(stored(key("k1", "hana", "POST /b")), "elsewhere");
  EXPECT_EQ(stored(key("k2")), std::nullopt);
  EXPECT_TRUE(has_answer(*database_, key("k1")));
  EXPECT_FALSE(has_answer(*database_, key("k1", "aoi")));
}

TEST_F(IdempotencyTest, TheSameKeyWithAnotherBodyIsRefused) {
  keep(key("k1"), "first");
  auto other = key("k1");
  other.body = "b2";
  ASSERT_FALSE(stored(other).has_value());
  EXPECT_EQ(stored(other).error().type, "idempotency-key-reused");
}

TEST_F(IdempotencyTest, WhatIsOldIsForgottenAndNothingElse) {
  keep(key("old"), "1");
  clock_.advance(kIdempotencyKept);
  keep(key("kept"), "2");
  change(forget_old_answers);
  EXPECT_EQ(stored(key("old")), "1") << "not a moment before its time";
  clock_.advance(Milliseconds(1));
  change(forget_old_answers);
  EXPECT_EQ(stored(key("old")), std::nullopt);
  EXPECT_EQ(stored(key("kept")), "2");
  clock_.advance(2 * kIdempotencyKept);
  change(forget_old_answers);
  EXPECT_EQ(stored(key("kept")), std::nullopt) << "nothing younger stands behind it";
}

TEST_F(IdempotencyTest, AnAnswerOfAClockThatWasAheadGoesWithThoseAroundIt) {
  clock_.advance(10 * kIdempotencyKept);
  keep(key("ahead"), "1");
  clock_.advance(-10 * kIdempotencyKept);
  keep(key("after"), "2");
  clock_.advance(kIdempotencyKept + Milliseconds(1));
  keep(key("new"), "3");
  change(forget_old_answers);
  EXPECT_EQ(stored(key("ahead")), std::nullopt);
  EXPECT_EQ(stored(key("after")), std::nullopt);
  EXPECT_EQ(stored(key("new")), "3");
}

TEST_F(IdempotencyTest, APersonIsForgottenAsCallerAndByWhatAnAnswerNames) {
  keep(key("k1"), R"({"order":"o1"})");
  keep(key("k1", "ken"), R"({"order":"o2"})");
  keep(key("k2", "aoi"), R"({"order":"o3"})");
  const std::vector<std::string> callers{"hana"}, words{"o2"};
  change([&](auto& t) { forget_answers(t, callers, words); });
  EXPECT_EQ(stored(key("k1")), std::nullopt);
  EXPECT_EQ(stored(key("k1", "ken")), std::nullopt);
  EXPECT_EQ(stored(key("k2", "aoi")), R"({"order":"o3"})");
  change([&](auto& t) { forget_answers(t, {}, {}); });
  EXPECT_TRUE(stored(key("k2", "aoi")).value().has_value());
}

}  // namespace
}  // namespace nigiwai::http
