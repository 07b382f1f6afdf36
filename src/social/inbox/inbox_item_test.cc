// What may be done with an item as it stands, and when a network is tried again.
#include "social/inbox/inbox_item.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

const WallTime kNow{Milliseconds(1'800'000'000'000)};

InboxItem claimed_by(const std::string& handle, WallTime until = kNow + kItemClaimLasts) {
  return {.id = "i", .claimed_by = handle, .claimed_until = until};
}
std::string why(const Result<void>& may) { return may ? "" : may.error().type; }

TEST(InboxItemRules, LetOnePersonAnswerAtATime) {
  const auto item = claimed_by("oka");
  EXPECT_EQ(shown_state(item, kNow), "claimed");
  EXPECT_EQ(why(may_claim(item, "mori", kNow)), "claimed");
  EXPECT_EQ(may_answer(item, "mori", kNow).error().extra.at("by").as_string(), "oka");
  EXPECT_EQ(why(may_put_aside(item, "mori", kNow)), "claimed");
  EXPECT_EQ(why(may_release(item, "mori", kNow)), "not-claimed");
  EXPECT_TRUE(may_answer(item, "oka", kNow));
  EXPECT_TRUE(may_release(item, "oka", kNow));
}

TEST(InboxItemRules, EndAClaimByItself) {
  const auto item = claimed_by("oka", kNow);
  EXPECT_EQ(shown_state(item, kNow), "open");
  EXPECT_TRUE(may_claim(item, "mori", kNow));
}

TEST(InboxItemRules, SendOneAnswerAfterAnother) {
  InboxItem item{.id = "i", .answers = {{.id = "a", .state = AnswerState::kWaiting}}};
  EXPECT_EQ(shown_state(item, kNow), "sending");
  EXPECT_EQ(why(may_answer(item, "oka", kNow)), "sending");
  item.answers.front().state = AnswerState::kFailed;
  EXPECT_EQ(shown_state(item, kNow), "open");
  EXPECT_TRUE(may_answer(item, "oka", kNow));
  item.answers.resize(kMostAnswers, {.id = "b", .state = AnswerState::kSent});
  EXPECT_EQ(why(may_answer(item, "oka", kNow)), "limit-reached");
}

TEST(InboxItemRules, CloseAndOpenAgain) {
  InboxItem item{.id = "i", .state = Stands::kAnswered};
  EXPECT_EQ(why(may_claim(item, "oka", kNow)), "answered");
  EXPECT_TRUE(may_answer(item, "oka", kNow)) << "a second answer is no mistake";
  EXPECT_TRUE(may_reopen(item));
  item.state = Stands::kAside;
  EXPECT_EQ(why(may_answer(item, "oka", kNow)), "aside");
  item.gone = "withdrawn";
  EXPECT_EQ(why(may_reopen(item)), "gone");
  EXPECT_EQ(why(may_reopen({.id = "i"})), "open");
}

TEST(InboxTries, EndWhereTryingAgainCannotHelp) {
  EXPECT_FALSE(next_try(1, {Kind::kConflict, "channel-refused", "no"}));
  const Problem busy{Kind::kTooMany, "too-many", "wait", {}, Milliseconds(90'000)};
  EXPECT_EQ(next_try(1, busy), Milliseconds(90'000)) << "as the network asks";
  EXPECT_EQ(next_try(3, busy), Milliseconds(300'000));
  EXPECT_FALSE(next_try(kMostAnswerTries, busy));
  Milliseconds all{0};
  for (std::int64_t tries = 1; tries < kMostAnswerTries; ++tries)
    all += *next_try(tries, {Kind::kUnavailable, "", ""});
  EXPECT_GT(all, std::chrono::hours(20)) << "a network may be away for a day";
}

TEST(InboxTries, LookLessOftenWhileANetworkIsAway) {
  const Problem away{Kind::kUnavailable, "peer-away", "no answer"};
  EXPECT_EQ(next_look(1, away), kAskEvery);
  EXPECT_EQ(next_look(3, away), kAskEvery * 4);
  EXPECT_EQ(next_look(50, away), kAskAtLatest);
  EXPECT_EQ(next_look(1, {Kind::kTooMany, "", "", {}, Milliseconds(900'000)}), Milliseconds(900'000));
}

}  // namespace
}  // namespace nigiwai::social
