#include "social/channels/incoming.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace nigiwai::social {
namespace {

const WallTime kNow{Milliseconds(1'795'000'000'000)};
const ChannelAccount kPage{.id = "p", .network = "facebook", .settings = {{"id", "110"}}};
const ChannelAccount kInstagram{
    .id = "i", .network = "instagram", .settings = {{"id", "17"}, {"handle", "urumi"}}};
const ChannelAccount kLine{.id = "l", .network = "line", .settings = {{"id", "U1"}}};

// The example of developers.line.biz, "Verify webhook signature".
TEST(Signatures, AreThoseOfTheWholeBody) {
  const std::string body = R"({"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]})";
  const std::string secret = "8c570fa6dd201bb328f1c1eac23a96d8";
  const std::string right = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=";
  EXPECT_TRUE(is_signed_by_line(body, right, secret));
  EXPECT_FALSE(is_signed_by_line(body + " ", right, secret));
  EXPECT_FALSE(is_signed_by_line(body, right, "another"));
  EXPECT_FALSE(is_signed_by_line(body, "", secret));
  EXPECT_FALSE(is_signed_by_line(body, right, "")) << "who has no secret trusts nobody";
  // RFC 4231, test case 2.
  EXPECT_TRUE(is_signed_by_meta("what do ya want for nothing?",
                                "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                                "Jefe"));
  EXPECT_FALSE(is_signed_by_meta("what do ya want for nothing?",
                                 "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "Jefe"));
}

TEST(LineNotices, AreMessagesOfFriendsAndTheirWithdrawal) {
  const auto read = notices_of_line(R"({"destination":"U1","events":[
    {"type":"message","webhookEventId":"01A","timestamp":1794999999000,"source":{"type":"user","userId":"Uf"},
     "message":{"id":"444","type":"text","text":"何時から？"}},
    {"type":"unsend","webhookEventId":"01B","timestamp":1794999999500,"source":{"type":"user","userId":"Uf"},
     "unsend":{"messageId":"444"}},
    {"type":"message","webhookEventId":"01C","timestamp":1,"source":{"type":"user","userId":"Uf"},"message":{"id":"5","type":"sticker"}},
    {"type":"message","webhookEventId":"01D","timestamp":1,"source":{"type":"group","groupId":"G"},"message":{"id":"6","type":"text","text":"x"}},
    {"type":"follow","webhookEventId":"01E","timestamp":1,"source":{"type":"user","userId":"Uf"}}, 7]})",
                                    kLine);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].id, "01A");
  EXPECT_EQ((*read)[0].item.remote, "Uf:444");
  EXPECT_EQ((*read)[0].item.text, "何時から？");
  EXPECT_TRUE((*read)[1].changed);
  EXPECT_EQ((*read)[1].item.remote, "Uf:444");
  EXPECT_TRUE(notices_of_line(R"({"destination":"U2","events":[]})", kLine)->empty());
  EXPECT_FALSE(notices_of_line("[]", kLine));
}

TEST(PageNotices, AreCommentsOfOthers) {
  const auto read = notices_of_meta(R"({"object":"page","entry":[{"id":"110","time":1794999000,"changes":[
    {"field":"feed","value":{"item":"comment","verb":"add","post_id":"110_5","comment_id":"5_8","from":{"id":"9","name":"花"},
     "message":"何時から？","created_time":1794998000,"post":{"permalink_url":"https://www.facebook.com/110/posts/5"}}},
    {"field":"feed","value":{"item":"comment","verb":"remove","post_id":"110_5","comment_id":"5_8","from":{"id":"9","name":"花"}}},
    {"field":"feed","value":{"item":"comment","verb":"add","post_id":"110_5","comment_id":"5_9","from":{"id":"110"},"message":"ours"}},
    {"field":"feed","value":{"item":"reaction","verb":"add","post_id":"110_5","from":{"id":"9"}}}]},
    {"id":"111","changes":[{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"1","message":"x"}}]}]})",
                                    kPage, kNow);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].item.remote, "5_8");
  EXPECT_EQ((*read)[0].item.answer_to, "110_5");
  EXPECT_EQ((*read)[0].item.author, "花");
  EXPECT_EQ(to_ms((*read)[0].item.at), 1'794'998'000'000);
  EXPECT_TRUE((*read)[1].changed);
  EXPECT_EQ((*read)[1].item.text, "");
}

TEST(InstagramNotices, AreCommentsOfOthers) {
  const auto read = notices_of_meta(R"({"object":"instagram","entry":[{"id":"17","time":1794999000,"changes":[
    {"field":"comments","value":{"id":"178","text":"かわいい","from":{"id":"3","username":"hana"},"media":{"id":"55"}}},
    {"field":"comments","value":{"id":"179","text":"ours","from":{"id":"17","username":"urumi"},"media":{"id":"55"}}},
    {"field":"mentions","value":{"media_id":"1"}}]}]})",
                                    kInstagram, kNow);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ((*read)[0].item.remote, "178");
  EXPECT_EQ((*read)[0].item.author, "@hana");
  EXPECT_EQ((*read)[0].item.answer_to, "55");
  EXPECT_TRUE(notices_of_meta(R"({"object":"page","entry":[]})", kInstagram, kNow)->empty());
}

TEST(Notices, AreBoundedAndSurviveAnything) {
  std::string many = R"({"object":"instagram","entry":[{"id":"17","changes":[)";
  for (int each = 0; each < 1000; ++each) {
    many += (each == 0 ? "" : ",") + std::string(R"({"field":"comments","value":{"id":")") +
            std::to_string(each) + R"(","text":"x"}})";
  }
  EXPECT_EQ(notices_of_meta(many + "]}]}", kInstagram, kNow)->size(), kMostNotices);
  for (
      const auto* odd :
      {R"({"object":7})", R"({"object":"instagram","entry":{}})", R"({"object":"instagram","entry":[[]]})",
       R"({"object":"instagram","entry":[{"id":17,"time":"x","changes":[{"field":"comments","value":[]}]}]})"})
    EXPECT_TRUE(notices_of_meta(odd, kInstagram, kNow)->empty()) << odd;
}

}  // namespace
}  // namespace nigiwai::social
