// What a post may be, how its state is read, and when it is tried again.
#include "social/posts/post.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "base/time.h"
#include "social/posts/post_figures.h"

namespace nigiwai::social {
namespace {

const WallTime kNow = *from_rfc3339("2026-11-29T03:00:00Z");

Result<PostDraft> read(const char* body) { return read_post(json::parse(body).as_object(), kNow); }

Post with(std::vector<OnChannel> states) {
  Post post{.approved_at = kNow};
  for (const auto state : states) {
    PostChannel channel;
    channel.state = state;
    post.channels.push_back(std::move(channel));
  }
  return post;
}

TEST(ReadPost, TakesWordsAccountsTargetAndTime) {
  const auto post = read(
      R"({"text":"今夜です","accounts":["a","b","a"],"target":{"show":"s1","at":61000},"at":"2026-11-30T11:00:00Z","picture":null})");
  ASSERT_TRUE(post) << post.error().detail;
  EXPECT_EQ(post->accounts, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(post->target->at, Milliseconds(61'000));
  EXPECT_EQ(to_rfc3339(*post->due_at), "2026-11-30T11:00:00.000Z");
}

TEST(ReadPost, RefusesWhatCannotBeMeantNamingTheField) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"text":"","accounts":["a"]})", "/text"},
      {R"({"text":"x","accounts":[]})", "/accounts"},
      {R"({"text":"x"})", "/accounts"},
      {R"({"text":"x","accounts":["<b>"]})", "/accounts/0"},
      {R"({"text":"x","accounts":["a"],"language":"fr"})", "/language"},
      {R"({"text":"x","accounts":["a"],"at":"2026-11-28T00:00:00Z"})", "/at"},
      {R"({"text":"x","accounts":["a"],"at":"2029-11-28T00:00:00Z"})", "/at"},
      {R"({"text":"x","accounts":["a"],"moment":"soon","show":"s"})", "/moment"},
      {R"({"text":"x","accounts":["a"],"moment":"live"})", "/show"},
      {R"({"text":"x","accounts":["a"],"show":"s"})", "/moment"},
      {R"({"text":"x","accounts":["a"],"moment":"live","show":"s","at":"2026-11-30T00:00:00Z"})", "/at"},
      {R"({"text":"x","accounts":["a"],"picture_alt":"a lipstick"})", "/picture_alt"},
      {R"({"text":"x","accounts":["a"],"target":{"product":"p","at":3}})", "/target/at"},
      {R"({"text":"x","accounts":["a"],"hashtags":[]})", "/hashtags"},
  };
  for (const auto& [body, field] : rows) {
    const auto post = read(body);
    ASSERT_FALSE(post) << body;
    EXPECT_EQ(post.error().field, field) << body << ": " << post.error().detail;
  }
}

TEST(PostState, IsReadFromApprovalTimeAndAccounts) {
  using enum OnChannel;
  EXPECT_EQ(state_of({}, kNow), PostState::kDraft);
  auto post = with({kWaiting, kWaiting});
  EXPECT_EQ(state_of(post, kNow), PostState::kApproved);
  post.said.due_at = kNow + Milliseconds(1);
  EXPECT_EQ(state_of(post, kNow), PostState::kScheduled);
  EXPECT_EQ(state_of(post, kNow + Milliseconds(1)), PostState::kPublishing);
  post = with({kWaiting});
  post.said.when_moment = ShowMoment::kLive;
  EXPECT_EQ(state_of(post, kNow), PostState::kScheduled);
  EXPECT_EQ(state_of(with({kPublished, kPublished}), kNow), PostState::kPublished);
  EXPECT_EQ(state_of(with({kPublished, kFailed}), kNow), PostState::kFailed);
  EXPECT_EQ(state_of(with({kFailed, kPublishing}), kNow), PostState::kPublishing);
  post = with({kRemoved});
  post.removed_at = kNow;
  EXPECT_EQ(state_of(post, kNow), PostState::kRemoved);
}

TEST(ShowMoments, ComeWaitOrArePast) {
  const std::tuple<ShowMoment, const char*, MomentReached> rows[] = {
      {ShowMoment::kAnnounced, "draft", MomentReached::kNotYet},
      {ShowMoment::kAnnounced, "scheduled", MomentReached::kNow},
      {ShowMoment::kAnnounced, "archived", MomentReached::kNever},
      {ShowMoment::kLive, "scheduled", MomentReached::kNotYet},
      {ShowMoment::kLive, "live", MomentReached::kNow},
      {ShowMoment::kLive, "archived", MomentReached::kNever},
      {ShowMoment::kArchived, "live", MomentReached::kNotYet},
      {ShowMoment::kArchived, "archived", MomentReached::kNow},
      {ShowMoment::kArchived, "cancelled", MomentReached::kNever},
  };
  for (const auto& [moment, state, expected] : rows)
    EXPECT_EQ(reached(moment, state), expected) << to_text(moment) << " in " << state;
}

TEST(Retries, WaitLongerEachTimeAndNeverLessThanAsked) {
  EXPECT_EQ(retry_after(1, {}), Milliseconds(30'000));
  EXPECT_EQ(retry_after(2, {}), Milliseconds(60'000));
  EXPECT_EQ(retry_after(60, {}), kLongestPostRetry);
  EXPECT_EQ(retry_after(1, std::chrono::minutes(15)), std::chrono::minutes(15));
}

TEST(WholeText, PutsDisclosureAndLinkOnLinesOfTheirOwn) {
  EXPECT_EQ(whole_text("今夜です", "#PR スタッフによる紹介", "https://s/s/1"),
            "今夜です\n#PR スタッフによる紹介\nhttps://s/s/1");
  EXPECT_EQ(whole_text("今夜です", "", ""), "今夜です");
}

TEST(Streak, CountsDaysInARowUpToYesterdayWhileTodayIsOpen) {
  EXPECT_EQ(streak({}, 10), 0);
  EXPECT_EQ(streak({10}, 10), 1);
  EXPECT_EQ(streak({7, 8, 9}, 10), 3);
  EXPECT_EQ(streak({7, 8, 9, 10}, 10), 4);
  EXPECT_EQ(streak({6, 8}, 10), 0);
}

TEST(DaysAndHours, AreThoseOfTheReader) {
  const auto late = *from_rfc3339("2026-11-28T15:30:00Z");
  EXPECT_EQ(hour_of(late, std::chrono::minutes(540)), 0);
  EXPECT_EQ(hour_of(late, std::chrono::minutes(0)), 15);
  EXPECT_EQ(day_of(late, std::chrono::minutes(540)), day_of(late, std::chrono::minutes(0)) + 1);
}

}  // namespace
}  // namespace nigiwai::social
