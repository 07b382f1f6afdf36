// Who stands on the wall: only with permission, only with the words that were permitted, and nobody whose
// words are gone.
#include "social/blocks/wall.h"

#include "social/inbox/inbox_items.h"
#include "social/inbox/test_support.h"

namespace nigiwai::social {
namespace {

class WallTest : public InboxTest {
 protected:
  std::string pick(const std::string& remote) {
    EXPECT_TRUE(*take(item(remote)));
    auto transaction = turn();
    const auto ref = text("SELECT id FROM inbox_item WHERE remote = '" + remote + "'");
    const auto id = pick_mention(transaction, random_, {.source = WallSource::kInbox, .ref = ref},
                                 words_in(db(), WallSource::kInbox, ref), planner_);
    EXPECT_TRUE(id);
    return *id;
  }
  Result<void> note(const std::string& id, Permission permission, const std::string& how = "返信で承諾") {
    auto transaction = turn();
    return note_permission(transaction, *wall_mention(db(), id), permission, how, planner_);
  }
  std::size_t shown() { return shown_wall(db(), wall_mentions(db(), "")).size(); }

  http::Caller planner_{http::Role::kPlanner, "1", "企画", "planner"};
};

TEST_F(WallTest, ShowsWhatIsPermittedAndNothingElse) {
  const auto id = pick("1");
  EXPECT_EQ(shown(), 0U);
  ASSERT_TRUE(note(id, Permission::kAsked, ""));
  EXPECT_EQ(shown(), 0U);
  EXPECT_EQ(note(id, Permission::kGranted, "").error().field, "/note") << "how it was given is part of it";
  ASSERT_TRUE(note(id, Permission::kGranted));
  EXPECT_EQ(shown(), 1U);
  ASSERT_TRUE(note(id, Permission::kWithdrawn, ""));
  EXPECT_EQ(shown(), 0U);
  EXPECT_EQ(permission_notes(db(), wall_mention(db(), id)->position).size(), 3U);
}

TEST_F(WallTest, HidesWordsThatWereChangedSince) {
  const auto id = pick("1");
  ASSERT_TRUE(note(id, Permission::kGranted));
  auto transaction = turn();
  ASSERT_TRUE(change_inbox_item(transaction, "bluesky", "1", "やっぱり返品しました"));
  EXPECT_EQ(shown(), 0U);
  EXPECT_TRUE(is_changed(*wall_mention(db(), id)));
  ASSERT_TRUE(note(id, Permission::kGranted));
  EXPECT_EQ(shown(), 1U) << "they permitted these, too";
}

TEST_F(WallTest, ForgetsWhoseWordsAreGone) {
  const auto id = pick("1");
  ASSERT_TRUE(note(id, Permission::kGranted, "yuzu さんの返信"));
  auto transaction = turn();
  erase_inbox_author(transaction, "bluesky", "yuzu");
  EXPECT_EQ(shown(), 0U);
  EXPECT_EQ(note(id, Permission::kGranted).error().type, "gone");
  forget_gone(transaction, wall_mentions(db(), ""));
  EXPECT_EQ(number("SELECT (SELECT count(*) FROM wall_mention) + (SELECT count(*) FROM wall_permission)"), 0);
}

TEST_F(WallTest, TakesOnlyWhatCanBeAttributed) {
  auto nobody = item("1");
  nobody.author.clear();
  auto nowhere = item("2");
  nowhere.url.clear();
  ASSERT_TRUE(*take(nobody));
  ASSERT_TRUE(*take(nowhere));
  auto transaction = turn();
  for (const auto* remote : {"1", "2"}) {
    const auto ref = text(std::string("SELECT id FROM inbox_item WHERE remote = '") + remote + "'");
    const auto picked = pick_mention(transaction, random_, {.source = WallSource::kInbox, .ref = ref},
                                     words_in(db(), WallSource::kInbox, ref), planner_);
    ASSERT_FALSE(picked) << remote;
    EXPECT_EQ(picked.error().field, "/ref");
  }
  EXPECT_EQ(pick_mention(transaction, random_, {.ref = "none"}, std::nullopt, planner_).error().field,
            "/ref");
}

TEST_F(WallTest, ChoosesTheSameOnce) {
  const auto id = pick("1");
  auto transaction = turn();
  const auto ref = text("SELECT ref FROM wall_mention");
  EXPECT_EQ(
      *pick_mention(transaction, random_, {.ref = ref}, words_in(db(), WallSource::kInbox, ref), planner_),
      id);
  ASSERT_TRUE(drop_mention(transaction, id, planner_));
  EXPECT_EQ(drop_mention(transaction, id, planner_).error().kind, Kind::kNotFound);
}

}  // namespace
}  // namespace nigiwai::social
