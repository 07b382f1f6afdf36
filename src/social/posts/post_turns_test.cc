// Posts on a real database, with networks that answer as they are told.
#include "social/posts/post_turns.h"

#include "show/test_support.h"
#include "social/campaigns/campaigns.h"
#include "social/migrations.h"
#include "social/posts/post_figures.h"
#include "social/posts/post_ideas.h"
#include "social/sharing/shares.h"

namespace nigiwai::social {
namespace {

class ToldChannel final : public Channel {
 public:
  explicit ToldChannel(std::string network) : network_(std::move(network)) {}
  std::string_view network() const override { return network_; }
  std::size_t most_length() const override { return 60; }
  std::size_t length_of(std::string_view text) const override { return character_count(text); }
  Result<void> check(ChannelAccount&) override { return {}; }
  Result<Published> publish(ChannelAccount&, const Saying&) override { return Published{}; }
  Result<void> remove(ChannelAccount&, const std::string&) override { return {}; }
  Result<SayingCounts> counts(ChannelAccount&, const std::string&) override { return SayingCounts{}; }
  Result<HeardPage> heard(ChannelAccount&, const std::string&) override { return HeardPage{}; }

 private:
  std::string network_;
};

class PostTurns : public show::ShowTest {
 protected:
  std::vector<std::span<const store::Migration>> rooms() override {
    auto below = show::ShowTest::rooms();
    below.push_back(social::migrations());
    return below;
  }
  void SetUp() override {
    show::ShowTest::SetUp();
    channels_.add(std::make_unique<ToldChannel>("x"));
    channels_.add(std::make_unique<ToldChannel>("line"));
    x_ = account("x", "");
    line_ = account("line", "minori");
  }
  std::string account(const std::string& network, const std::string& staff) {
    return *run<std::string>([&](store::Transaction& t) {
      return add_account(t, box_, random_,
                         {.account = {.network = network, .name = "@urumi", .staff = staff},
                          .remote = network + "1",
                          .by = "owner"});
    });
  }
  Result<Post> write(PostDraft draft) {
    if (draft.text.empty()) draft.text = "今夜、秋の新色";
    if (draft.accounts.empty()) draft.accounts = {x_};
    return run<Post>(
        [&](store::Transaction& t) { return write_post(t, random_, wording_, draft, planner_); });
  }
  Result<Post> approve(const std::string& id, const http::Caller& by) {
    return run<Post>([&](store::Transaction& t) { return approve_post(t, wording_, id, std::nullopt, by); });
  }
  std::string approved(PostDraft draft) {
    const auto written = write(std::move(draft));
    EXPECT_TRUE(written) << written.error().detail;
    EXPECT_TRUE(approve(written->id, owner_));
    return written->id;
  }
  std::optional<PostErrand> take() {
    return *run<std::optional<PostErrand>>([&](store::Transaction& t) -> Result<std::optional<PostErrand>> {
      return take_errand(t, journal_, random_, wording_);
    });
  }
  void settle(const PostErrand& errand, const Result<Published>& outcome) {
    run<int>([&](store::Transaction& t) -> Result<int> {
      settle_published(t, journal_, errand, outcome);
      return 0;
    });
  }
  Post post(const std::string& id) { return *find_post(*reader_, id); }
  bool due() { return is_any_due(*reader_, clock_.wall()); }

  const http::Caller planner_{http::Role::kPlanner, "s2", "企画", "kikaku"};
  const SecretBox box_{std::string(kSealKeyBytes, 'k')};
  const std::string origin_ = "https://shop";
  Channels channels_;
  WordingParts wording_{.channels = channels_, .origin = origin_};
  std::string x_, line_;
};

TEST_F(PostTurns, SayEachAccountItsOwnLinkAndDisclosure) {
  const auto id = approved({.target = ShareTarget{.what = Shared::kProduct, .id = "lip"},
                            .due_at = clock_.wall(),
                            .accounts = {x_, line_}});
  const auto first = take();
  ASSERT_TRUE(first);
  EXPECT_EQ(state_of(post(id), clock_.wall()), PostState::kPublishing);
  settle(*first, Published{.id = "1", .url = "https://x/1"});
  const auto second = take();
  ASSERT_TRUE(second);
  EXPECT_NE(first->saying.link, second->saying.link);
  EXPECT_EQ(first->saying.text, "今夜、秋の新色\n" + first->saying.link);
  EXPECT_EQ(second->saying.text, "今夜、秋の新色\n#PR スタッフによる紹介\n" + second->saying.link);
  settle(*second, Published{.id = "2"});
  EXPECT_EQ(state_of(post(id), clock_.wall()), PostState::kPublished);
  EXPECT_EQ(heard_.of("", "post.published").size(), 2U);
  EXPECT_FALSE(take());
}

TEST_F(PostTurns, TryAgainWithTheSameKeyAndLinkWhileTheNetworkIsAway) {
  const auto id =
      approved({.target = ShareTarget{.what = Shared::kProduct, .id = "lip"}, .due_at = clock_.wall()});
  const auto first = take();
  settle(*first, std::unexpected(Problem{Kind::kUnavailable, "peer-away", "No answer."}));
  EXPECT_FALSE(take()) << "not at once";
  EXPECT_FALSE(due());
  clock_.advance(kFirstPostRetry);
  EXPECT_TRUE(due());
  const auto second = take();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->saying.key, first->saying.key);
  EXPECT_EQ(second->saying.link, first->saying.link);
  EXPECT_TRUE(post(id).channels[0].uncertain) << "X knows no keys, so the first try may stand there";
  settle(*second, std::unexpected(Problem{Kind::kInvalid, "invalid", "Duplicate content."}));
  const auto failed = post(id);
  EXPECT_EQ(state_of(failed, clock_.wall()), PostState::kFailed);
  EXPECT_EQ(failed.channels[0].problem, "Duplicate content.");
  ASSERT_TRUE(run<Post>([&](store::Transaction& t) { return retry_post(t, id); }));
  EXPECT_TRUE(take());
}

TEST_F(PostTurns, WhatWasGoingWhenTheServerStoppedGoesAgain) {
  approved({.due_at = clock_.wall(), .accounts = {line_}});
  const auto first = take();
  ASSERT_TRUE(first);
  run<int>([&](store::Transaction& t) -> Result<int> {
    recover_posts(t);
    return 0;
  });
  const auto again = take();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->saying.key, first->saying.key);
  EXPECT_FALSE(again->channel.uncertain) << "LINE knows the key";
}

TEST_F(PostTurns, WaitForTheMomentOfTheirShow) {
  const auto show = plan({})->id;
  approved({.target = ShareTarget{.what = Shared::kShow, .id = show},
            .when_show = show,
            .when_moment = ShowMoment::kLive});
  const auto missed = approved({.when_show = show, .when_moment = ShowMoment::kAnnounced});
  EXPECT_FALSE(due());
  EXPECT_FALSE(take());
  step(show, show::Step::kStart);
  EXPECT_TRUE(due());
  int said = 0;
  while (const auto errand = take()) {
    settle(*errand, Published{.id = "1"});
    ++said;
  }
  EXPECT_EQ(said, 2);
  EXPECT_EQ(heard_.of(show, "post.published").size(), 2U);
  EXPECT_EQ(state_of(post(missed), clock_.wall()), PostState::kPublished);
}

TEST_F(PostTurns, FailWhenTheirShowIsCancelledOrTheirTimeIsLongPast) {
  const auto show = plan({})->id;
  const auto bound = approved({.when_show = show, .when_moment = ShowMoment::kLive});
  step(show, show::Step::kCancel);
  EXPECT_TRUE(due());
  EXPECT_FALSE(take());
  EXPECT_EQ(post(bound).channels[0].problem_type, "moment-missed");
  const auto late = approved({.due_at = clock_.wall()});
  clock_.advance(kStaleAfter + Milliseconds(1));
  EXPECT_FALSE(take());
  EXPECT_EQ(post(late).channels[0].problem_type, "too-late");
}

TEST_F(PostTurns, AreRefusedWhereANetworkOrTheShopDoesNotTakeThem) {
  std::string longer;
  for (int i = 0; i < 40; ++i) longer += "長";
  EXPECT_TRUE(write({.text = longer}));
  EXPECT_EQ(
      write({.text = longer, .target = ShareTarget{.what = Shared::kProduct, .id = "lip"}}).error().field,
      "/text");
  EXPECT_EQ(write({.accounts = {x_, "gone"}}).error().field, "/accounts/1");
  EXPECT_EQ(write({.picture = "none"}).error().field, "/picture");
  EXPECT_EQ(write({.target = ShareTarget{.what = Shared::kProduct, .id = "none"}}).error().field,
            "/target/product");
  run<int>([&](store::Transaction& t) -> Result<int> {
    set_second_person(t, true);
    return 0;
  });
  const auto own = write({});
  EXPECT_EQ(approve(own->id, planner_).error().type, "second-person");
  EXPECT_TRUE(approve(own->id, owner_));
  EXPECT_EQ(run<Post>([&](store::Transaction& t) {
              return rewrite_post(t, wording_, own->id, {.text = "べつ", .accounts = {x_}}, 1, planner_);
            })
                .error()
                .type,
            "changed-meanwhile");
  const auto anew = run<Post>([&](store::Transaction& t) {
    return rewrite_post(t, wording_, own->id, {.text = "べつ", .accounts = {x_}}, 2, planner_);
  });
  ASSERT_TRUE(anew);
  EXPECT_FALSE(anew->approved_at) << "what was approved is not what would be said";
}

TEST_F(PostTurns, TakenOffWhileTheyGoAreRemovedAfterwards) {
  const auto id = approved({.due_at = clock_.wall()});
  const auto going = take();
  ASSERT_TRUE(run<Post>([&](store::Transaction& t) { return remove_post(t, id); }));
  settle(*going, Published{.id = "1"});
  const auto errand = take();
  ASSERT_TRUE(errand);
  EXPECT_EQ(errand->what, PostErrand::What::kRemove);
  EXPECT_EQ(errand->channel.remote, "1");
  run<int>([&](store::Transaction& t) -> Result<int> {
    settle_removed(t, journal_, *errand, {});
    return 0;
  });
  EXPECT_EQ(post(id).channels[0].state, OnChannel::kRemoved);
  EXPECT_EQ(heard_.of("", "post.removed").size(), 1U);
}

TEST_F(PostTurns, AreCountedByClicksImpressionsAndDaysWithoutACampaign) {
  const auto id =
      approved({.target = ShareTarget{.what = Shared::kProduct, .id = "lip"}, .due_at = clock_.wall()});
  settle(*take(), Published{.id = "1"});
  run<int>([&](store::Transaction& t) -> Result<int> {
    const auto errand = PostErrand{.what = PostErrand::What::kCount,
                                   .post = *find_post(t.db(), id),
                                   .channel = find_post(t.db(), id)->channels[0]};
    settle_counts(t, errand, SayingCounts{.impressions = 200, .likes = 3});
    auto rows = t.db().query("SELECT code FROM share_link WHERE post = ?", id);
    rows.next();
    const auto link = *link_with(t.db(), rows.text(0));
    for (const auto who :
         {Clicker::kPerson, Clicker::kPerson, Clicker::kPreview, Clicker::kBot, Clicker::kOwn})
      count_click(t, link, who);
    return 0;
  });
  const auto found = outcomes(*reader_, {});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].brought.clicks, 2);
  EXPECT_EQ(found[0].brought.own, 1);
  EXPECT_EQ(found[0].brought.impressions, 200);
  EXPECT_EQ(found[0].staff, "kikaku");
  EXPECT_FALSE(found[0].in_campaign);
  ASSERT_TRUE(run<Campaign>([&](store::Transaction& t) {
    return plan_campaign(t, random_,
                         {.title = "特典",
                          .terms = "決まり",
                          .starts_at = clock_.wall() - Milliseconds(1),
                          .ends_at = clock_.wall() + Milliseconds(60'000),
                          .tiers = {{.threshold = 3, .benefit = Benefit::kGift, .text = "ミニボトル"}}});
  }));
  EXPECT_TRUE(outcomes(*reader_, {})[0].in_campaign);
}

TEST_F(PostTurns, ComeOfWhatHappensInTheShop) {
  const auto show = plan({.starts_at = clock_.wall() + std::chrono::hours(20)})->id;
  const auto ideas = [&] {
    std::vector<std::string> kinds;
    for (const auto& idea : ideas_json(*reader_, clock_.wall()))
      kinds.emplace_back(idea.at("kind").as_string());
    return kinds;
  };
  EXPECT_EQ(ideas(), std::vector<std::string>{"show"});
  write({.target = ShareTarget{.what = Shared::kShow, .id = show}});
  EXPECT_TRUE(ideas().empty()) << "what was written of is no idea any more";
}

}  // namespace
}  // namespace nigiwai::social
