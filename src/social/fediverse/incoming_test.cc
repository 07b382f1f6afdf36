#include "social/fediverse/incoming.h"

#include <gmock/gmock.h>

#include "base/time.h"
#include "outbox/migrations.h"
#include "show/test_support.h"
#include "social/fediverse/blocks.h"
#include "social/fediverse/happenings_said.h"
#include "social/fediverse/notes.h"
#include "social/migrations.h"

namespace nigiwai::social::fediverse {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class IncomingTest : public show::ShowTest {
 protected:
  std::vector<std::span<const store::Migration>> rooms() override {
    auto below = show::ShowTest::rooms();
    const auto same = [](auto a, auto b) { return a.data() == b.data(); };
    if (!std::ranges::any_of(below, [&](auto each) { return same(each, outbox::migrations()); }))
      below.push_back(outbox::migrations());
    below.push_back(social::migrations());
    return below;
  }
  void SetUp() override {
    show::ShowTest::SetUp();
    write([&](store::Transaction& t) { t.db().run("UPDATE fediverse SET since = ?", to_ms(clock_.wall())); });
    show_ = plan({.starts_at = clock_.wall() + 24h, .cast = std::vector<std::string>{"minori"}})->id;
  }
  void write(const std::function<void(store::Transaction&)>& work) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  work(t);
                  return true;
                }).has_value());
  }
  Result<Taken> come(Activity activity, const std::string& who = "hanako",
                     const std::string& host = "f.example") {
    const auto id = "https://" + host + "/" + who;
    const RemoteActor from{.id = id,
                           .host = host,
                           .handle = "@" + who + "@" + host,
                           .name = who,
                           .url = id,
                           .inbox = id + "/inbox",
                           .shared_inbox = "https://" + host + "/inbox"};
    if (activity.actor.empty()) activity.actor = id;
    if (activity.id.empty()) activity.id = "https://" + host + "/activities/" + std::to_string(++made_);
    return run<Taken>([&](store::Transaction& t) { return take(t, parts(), activity, from); });
  }
  TakingParts parts() {
    return {.journal = journal_, .random = random_, .documents = {.origin = "https://ours.example"}};
  }
  ToSay now_to_say() {
    return to_say(
        *reader_,
        {.origin = "https://ours.example", .picture = [](auto&, auto&, auto&) { return std::string(); }},
        clock_.wall());
  }
  void say_what_happened() {
    write([&](store::Transaction& t) { say_all(t, random_, parts().documents, now_to_say()); });
  }
  std::vector<std::string> column(const std::string& sql) {
    std::vector<std::string> found;
    auto rows = reader_->query(sql);
    while (rows.next()) found.push_back(rows.text(0));
    return found;
  }
  std::string note_by(const std::string& actor, const std::string& kind) {
    const auto found = column("SELECT id FROM fediverse_note WHERE deleted_at IS NULL AND actor = '" + actor +
                              "' AND kind = '" + kind + "'");
    return found.empty() ? "" : note_id("https://ours.example", found.front());
  }

  std::string show_;
  int made_ = 0;
  const std::string minori_ = "https://ours.example/fediverse/actors/minori";
};

TEST_F(IncomingTest, AFollowerIsKeptAcceptedAndLetGo) {
  EXPECT_EQ(*come({.id = "https://f.example/f1", .type = "Follow", .object = minori_}), Taken::kDone);
  EXPECT_EQ(*come({.id = "https://f.example/f1", .type = "Follow", .object = minori_}), Taken::kRepeated);
  EXPECT_THAT(column("SELECT receiver FROM fediverse_follower"), ElementsAre("https://f.example/inbox"));
  EXPECT_THAT(column("SELECT receiver FROM delivery"), ElementsAre("https://f.example/hanako/inbox"));
  EXPECT_EQ(heard_.of("", "fediverse.followed").size(), 1u);
  EXPECT_EQ(*come({.type = "Follow", .object = "https://ours.example/fediverse/actors/nobody"}),
            Taken::kIgnored);
  EXPECT_EQ(*come({.type = "Undo", .object_type = "Follow", .inner_object = minori_}, "somebody"),
            Taken::kIgnored);
  EXPECT_EQ(*come({.type = "Undo", .object_type = "Follow", .inner_object = minori_}), Taken::kDone);
  EXPECT_THAT(column("SELECT receiver FROM fediverse_follower"), IsEmpty());
}

TEST_F(IncomingTest, NobodySpeaksForAnother) {
  say_what_happened();
  const auto note = note_by("minori", "announced");
  ASSERT_NE(note, "");
  EXPECT_EQ(come({.type = "Like", .actor = "https://f.example/taro", .object = note}).error().kind,
            Kind::kUnauthorized);
  EXPECT_EQ(come({.id = "https://other.example/1", .type = "Like", .object = note}).error().kind,
            Kind::kUnauthorized);
  Note heard{
      .id = "https://f.example/n", .author = "https://f.example/taro", .text = "!", .in_reply_to = note};
  EXPECT_EQ(come({.type = "Create", .note = heard}).error().kind, Kind::kUnauthorized);
  heard = {.id = "https://other.example/n",
           .author = "https://f.example/hanako",
           .text = "!",
           .in_reply_to = note};
  EXPECT_EQ(come({.type = "Create", .note = heard}).error().kind, Kind::kUnauthorized);
  EXPECT_THAT(column("SELECT kind FROM fediverse_reaction"), IsEmpty());
  EXPECT_THAT(column("SELECT activity FROM fediverse_seen"), IsEmpty())
      << "what was refused may be said rightly";
}

TEST_F(IncomingTest, ReactionsCountOnceAndGoWhole) {
  say_what_happened();
  const auto note = note_by("minori", "announced");
  EXPECT_EQ(*come({.type = "Like", .object = note}), Taken::kDone);
  EXPECT_EQ(*come({.type = "Like", .object = note}), Taken::kRepeated) << "another id, the same person";
  EXPECT_EQ(*come({.type = "Announce", .object = note}), Taken::kDone);
  const Note heard{.id = "https://f.example/n1",
                   .author = "https://f.example/hanako",
                   .text = "買います",
                   .in_reply_to = note,
                   .published = clock_.wall()};
  EXPECT_EQ(*come({.type = "Create", .note = heard}), Taken::kDone);
  const auto told = heard_.of(show_, "fediverse.replied");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told.front()->audience, timeline::Audience::kStaff);
  EXPECT_THAT(column("SELECT account FROM inbox_item"), ElementsAre("fediverse-minori"));
  EXPECT_EQ(*come({.type = "Delete", .object = "https://f.example/n1"}, "taro"), Taken::kIgnored)
      << "not theirs";
  EXPECT_EQ(*come({.type = "Delete", .object = "https://f.example/hanako"}), Taken::kDone)
      << "the account goes";
  EXPECT_THAT(column("SELECT kind FROM fediverse_reaction"), IsEmpty());
  EXPECT_THAT(column("SELECT text FROM event_text WHERE text LIKE '%hanako%'"), IsEmpty());
  EXPECT_THAT(column("SELECT text FROM inbox_item"), IsEmpty());
}

TEST_F(IncomingTest, OneActorDoesNotFloodUs) {
  say_what_happened();
  const auto note = note_by("minori", "announced");
  write([&](store::Transaction& t) {
    for (int i = 0; i < kMostOfActorADay; ++i) {
      t.db().run(
          "INSERT INTO fediverse_seen (activity, actor, seen_at) VALUES (?, 'https://f.example/hanako', ?)",
          std::to_string(i), to_ms(clock_.wall()));
    }
  });
  EXPECT_EQ(come({.type = "Like", .object = note}).error().kind, Kind::kTooMany);
  EXPECT_TRUE(come({.type = "Like", .object = note}, "taro").has_value());
  EXPECT_TRUE(come({.type = "Undo", .object = "https://f.example/x"}).has_value()) << "taking back is free";
}

TEST_F(IncomingTest, ABlockedServerIsShutOut) {
  ASSERT_TRUE(come({.type = "Follow", .object = minori_}, "a", "sub.spam.example:8443").has_value());
  ASSERT_TRUE(come({.type = "Follow", .object = minori_}, "a", "nospam.example").has_value());
  write([&](store::Transaction& t) { EXPECT_TRUE(block(t, "Spam.Example", owner_).value_or(false)); });
  EXPECT_EQ(come({.type = "Follow", .object = minori_}, "b", "sub.spam.example:8443").error().kind,
            Kind::kForbidden);
  EXPECT_TRUE(come({.type = "Follow", .object = minori_}, "b", "nospam.example").has_value());
  EXPECT_THAT(column("SELECT DISTINCT host FROM fediverse_follower"), ElementsAre("nospam.example"));
  EXPECT_THAT(column("SELECT DISTINCT host FROM delivery_receiver"), ElementsAre("nospam.example"));
}

TEST_F(IncomingTest, WhatStandsIsSaidOnceChangedAndTakenBack) {
  EXPECT_EQ(now_to_say().fresh.size(), 2u) << "the shop and its presenter";
  say_what_happened();
  EXPECT_TRUE(now_to_say().empty());
  write([&](store::Transaction& t) { (void)show::change(t, journal_, show_, {.title = "冬の香り"}); });
  EXPECT_EQ(now_to_say().changed.size(), 2u);
  say_what_happened();
  EXPECT_TRUE(now_to_say().empty());
  write([&](store::Transaction& t) {
    (void)show::change(t, journal_, show_, {.cast = std::vector<std::string>{}});
  });
  EXPECT_EQ(now_to_say().gone.size(), 1u) << "who does not appear says nothing of it";
  say_what_happened();
  ASSERT_TRUE(step(show_, show::Step::kStart).has_value());
  say_what_happened();
  EXPECT_NE(note_by("shop", "live"), "");
  ASSERT_TRUE(step(show_, show::Step::kEnd).has_value());
  clock_.advance(25h);
  EXPECT_TRUE(now_to_say().empty()) << "what nobody said within a day is no news";
}

TEST_F(IncomingTest, NothingIsSaidOfWhatThePublicMayNotKnow) {
  say_what_happened();
  const auto draft = plan({.cast = std::vector<std::string>{"minori"}})->id;
  EXPECT_TRUE(now_to_say().empty());
  ASSERT_TRUE(step(show_, show::Step::kCancel).has_value());
  EXPECT_EQ(now_to_say().gone.size(), 2u);
  say_what_happened();
  EXPECT_EQ(note_by("minori", "announced"), "");
  EXPECT_TRUE(now_to_say().empty());
}

}  // namespace
}  // namespace nigiwai::social::fediverse
