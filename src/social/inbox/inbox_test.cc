// What comes in: once, cut to measure, folded when one person floods, refused when nobody could answer more.
#include "social/inbox/inbox.h"

#include "social/inbox/test_support.h"

namespace nigiwai::social {
namespace {

TEST_F(InboxTest, TakesTheSameOnce) {
  EXPECT_TRUE(*take(item("1")));
  EXPECT_FALSE(*take(item("1")));
  auto elsewhere = item("1");
  elsewhere.network = "x";
  EXPECT_TRUE(*take(elsewhere)) << "another network has ids of its own";
  EXPECT_EQ(number("SELECT count(*) FROM inbox_item"), 2);
}

TEST_F(InboxTest, KeepsOnlyWhatMayBeShown) {
  auto hostile = item("1");
  hostile.author =
      "yuzu\n\xE2\x80\xAE"
      "admin";
  hostile.author_url = "javascript:alert(1)";
  hostile.url = "data:text/html,x";
  hostile.text = "<script>alert(1)</script>\x01\xFF";
  hostile.at = clock_.wall() + std::chrono::hours(1);
  ASSERT_TRUE(*take(hostile));
  EXPECT_EQ(text("SELECT author FROM inbox_item"), "yuzu admin");
  EXPECT_EQ(text("SELECT author_url || url FROM inbox_item"), "");
  EXPECT_EQ(text("SELECT text FROM inbox_item"), "<script>alert(1)</script>\xEF\xBF\xBD")
      << "text, and shown as text";
  EXPECT_EQ(number("SELECT said_at - came_at FROM inbox_item"), 0) << "nothing is said in the future";
}

TEST_F(InboxTest, CutsALongTextAfterACharacter) {
  auto tall = item("1");
  tall.text.clear();
  for (int i = 0; i < 4000; ++i) tall.text += "あ";
  ASSERT_TRUE(*take(tall));
  EXPECT_EQ(number("SELECT length(CAST(text AS BLOB)) FROM inbox_item"), 9'999);
}

TEST_F(InboxTest, RefusesWhatHasNoPlace) {
  auto nameless = item("");
  EXPECT_EQ(take(nameless).error().field, "remote");
  EXPECT_EQ(take(item(std::string(kMostRemoteId + 1, 'x'))).error().field, "remote");
  auto nowhere = item("1");
  nowhere.network = "Not a network";
  EXPECT_EQ(take(nowhere).error().field, "network");
  auto odd = item("1");
  odd.kind = "like";
  EXPECT_EQ(take(odd).error().field, "kind");
}

TEST_F(InboxTest, FoldsAFloodIntoTheAuthorsNewestLine) {
  for (int i = 0; i < kMostItemsAnHour; ++i) EXPECT_TRUE(*take(item(std::to_string(i))));
  for (int i = 0; i < 40; ++i) EXPECT_FALSE(*take(item("more" + std::to_string(i))));
  EXPECT_TRUE(*take(item("another", "kinako"))) << "others are still heard";
  EXPECT_EQ(number("SELECT count(*) FROM inbox_item WHERE author = 'yuzu'"), kMostItemsAnHour);
  EXPECT_EQ(number("SELECT more FROM inbox_item WHERE remote = '9'"), 40);
  clock_.advance(std::chrono::hours(1) + Milliseconds(1));
  EXPECT_TRUE(*take(item("later")));
}

TEST_F(InboxTest, RefusesMoreThanWaitsAtMostAndTakesAgainAfterwards) {
  db().run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO inbox_item "
      "(id, "
      "network, account, remote, kind, author, author_url, text, url, answer_to, said_at, came_at) SELECT "
      "'i' || i, 'x', 'a', 'r' || i, 'reply', 'p' || i, '', 't', '', '', 0, 0 FROM n",
      kMostWaitingItems);
  const auto refused = take(item("one more"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, "inbox-full");
  db().run("UPDATE inbox_item SET state = 'aside' WHERE id = 'i1'");
  EXPECT_TRUE(*take(item("one more")));
}

TEST_F(InboxTest, TakesOutWhatItsAuthorWithdrewAndChangesWhatTheyChanged) {
  ASSERT_TRUE(*take(item("1")));
  ASSERT_TRUE(*take(item("2")));
  auto transaction = turn();
  ASSERT_TRUE(change_inbox_item(transaction, "bluesky", "1", "この色、すてきですね"));
  EXPECT_EQ(text("SELECT text FROM inbox_item WHERE remote = '1'"), "この色、すてきですね");
  ASSERT_TRUE(change_inbox_item(transaction, "bluesky", "1", ""));
  EXPECT_EQ(number("SELECT count(*) FROM inbox_item WHERE remote = '1'"), 0);
  db().run(
      "INSERT INTO inbox_answer (id, item, by, text, next_at, made_at) SELECT 'a', id, 'oka', 'はい', 0, 0 "
      "FROM inbox_item");
  ASSERT_TRUE(change_inbox_item(transaction, "bluesky", "2", " "));
  EXPECT_EQ(text("SELECT state || gone || author || text FROM inbox_item WHERE remote = '2'"),
            "asidewithdrawn");
  EXPECT_EQ(text("SELECT state FROM inbox_answer"), "failed") << "nobody is answered who said nothing";
  EXPECT_TRUE(change_inbox_item(transaction, "bluesky", "unknown", "")) << "what never came in is no fault";
}

TEST_F(InboxTest, ForgetsOthersWordsAndKeepsWhatWasCounted) {
  ASSERT_TRUE(*take(item("1")));
  clock_.advance(kInboxKept + std::chrono::hours(1));
  ASSERT_TRUE(*take(item("2")));
  auto transaction = turn();
  EXPECT_FALSE(*forget_old_items(transaction));
  EXPECT_EQ(
      text("SELECT state || gone || author || author_url || text || url FROM inbox_item WHERE remote = '1'"),
      "asideold");
  EXPECT_EQ(text("SELECT author FROM inbox_item WHERE remote = '2'"), "yuzu");
}

}  // namespace
}  // namespace nigiwai::social
