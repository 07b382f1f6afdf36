#include "social/fediverse/object.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "social/fediverse/plain_text.h"

namespace nigiwai::social::fediverse {
namespace {

TEST(FediverseObject, ReadsWhatMastodonSends) {
  const auto read = read_activity(R"({
    "@context": ["https://www.w3.org/ns/activitystreams", {"ostatus": "http://ostatus.org#"}],
    "id": "https://m.example/users/a/statuses/1/activity", "type": "Create", "actor": "https://m.example/users/a",
    "object": {"id": "https://m.example/users/a/statuses/1", "type": "Note", "inReplyTo": "https://ours.example/n",
      "attributedTo": "https://m.example/users/a", "published": "2026-11-29T02:30:00Z",
      "url": "https://m.example/@a/1", "content": "<p>Hi <span class=\"h-card\"><a href=\"x\">@us</a></span></p>",
      "tag": [{"type": "Mention", "href": "https://ours.example/a", "name": "@us"}, {"type": "Hashtag"}, 3]}})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->type, "Create");
  ASSERT_TRUE(read->note.has_value());
  EXPECT_EQ(read->note->text, "Hi @us");
  EXPECT_EQ(read->note->in_reply_to, "https://ours.example/n");
  EXPECT_EQ(read->note->mentions, std::vector<std::string>{"https://ours.example/a"});
  EXPECT_TRUE(read->note->published.has_value());
}

TEST(FediverseObject, TakesAValueAloneWholeOrInAnArray) {
  for (const auto* object : {R"("https://a.example/f")", R"({"id":"https://a.example/f","type":"Follow"})",
                             R"(["https://a.example/f"])"}) {
    const auto read = read_activity(
        std::string(
            R"({"id":"https://a.example/u","type":"Undo","actor":{"id":"https://a.example/a"},"object":)") +
        object + "}");
    ASSERT_TRUE(read.has_value()) << object;
    EXPECT_EQ(read->object, "https://a.example/f");
    EXPECT_EQ(read->actor, "https://a.example/a");
  }
}

TEST(FediverseObject, RefusesWhatCannotBeToldFromOthers) {
  for (const auto* odd : {"", "[]", "{}", R"({"id":"x","type":"Like","actor":"https://a.example/a"})",
                          R"x({"id":"https://a.example/1","type":"Like","actor":"javascript:alert(1)"})x",
                          R"({"id":"https://a.example/1","type":["","Like"],"actor":"https://a.example/a"})",
                          R"({"id":"https://u@a.example/1","type":"Like","actor":"https://a.example/a"})"}) {
    EXPECT_FALSE(read_activity(odd)) << odd;
  }
  std::string deep = "1";
  for (int i = 0; i < 40; ++i) deep = "{\"a\":" + deep + "}";
  EXPECT_FALSE(read_activity(deep));
  EXPECT_EQ(read_activity(std::string(kMostActivity + 1, ' ')).error().kind, Kind::kTooLarge);
}

TEST(FediverseObject, CutsWhatIsTooLong) {
  std::string content;
  for (std::size_t i = 0; i < kMostNoteText; ++i) content += "あ";
  const auto read = read_activity(
      R"({"id":"https://a.example/1","type":"Create","actor":"https://a.example/a","object":{"type":"Note","content":")" +
      content + "\"}}");
  ASSERT_TRUE(read.has_value() && read->note.has_value());
  EXPECT_LE(read->note->text.size(), kMostNoteText);
  EXPECT_TRUE(is_utf8(read->note->text));
}

TEST(FediverseActor, IsReadWithItsKey) {
  const auto read = read_actor(
      R"({"id":"https://a.example/a","type":"Person","preferredUsername":"a","name":"<b>A</b>\u202e","inbox":
      "https://a.example/a/inbox","endpoints":{"sharedInbox":"https://a.example/inbox"},"publicKey":{"id":
      "https://a.example/a#k","owner":"https://a.example/a","publicKeyPem":"PEM"}})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->name, "A");
  EXPECT_EQ(read->shared_inbox, "https://a.example/inbox");
  EXPECT_EQ(read->key_id, "https://a.example/a#k");
  const auto key =
      read_actor(R"({"id":"https://a.example/k","owner":"https://a.example/a","publicKeyPem":"PEM"})");
  ASSERT_TRUE(key.has_value());
  EXPECT_FALSE(key->is_actor());
  EXPECT_EQ(key->key_owner, "https://a.example/a");
}

TEST(FediversePlainText, IsWhatAPersonReads) {
  const std::pair<const char*, const char*> table[] = {
      {"<p>a</p><p>b<br>c</p>", "a\n\nb\nc"},
      {"a<script>alert('<p>')</script>b<STYLE>x{}</Style >c", "abc"},
      {"a<script>never closed", "a"},
      {"&lt;b&gt; &amp;amp; &#x3042;&#12354; &quot;&nope; & &#0;&#x110000;", "<b> &amp; ああ \"&nope; & "},
      {"<!-- <p>x</p> -->a <img src=x onerror=alert(1)>b", "a b"},
      {"a < b", "a "},
      {"x\ny", "x y"}};
  for (const auto& [html, text] : table)
    EXPECT_EQ(plain_text(html), std::string(text).substr(0, std::string(text).find_last_not_of(' ') + 1))
        << html;
  EXPECT_EQ(html_of("a <b>\nhttps://x.example/?a=1&b=2 c\n\n\"d\""),
            "<p>a &lt;b&gt;<br><a href=\"https://x.example/?a=1&amp;b=2\" rel=\"nofollow "
            "noopener\">https://x.example/?a=1&amp;b=2</a> c</p><p>&quot;d&quot;</p>");
}

}  // namespace
}  // namespace nigiwai::social::fediverse
