#include "outbox/message.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace nigiwai::outbox {
namespace {

using testing::HasSubstr;
using testing::Not;

Message plain() {
  return {.from_name = "TSUKISHIRO",
          .from_address = "shop@example.jp",
          .to = "hana@example.jp",
          .subject = "Your order",
          .text = "Thank you.\n",
          .id = "1.abc@shop.example",
          .written_at = WallTime{Milliseconds{1'795'000'000'000}}};
}

TEST(Message, HasWhatRfc5322Asks) {
  const auto mail = to_rfc5322(plain());
  EXPECT_THAT(mail, HasSubstr("Date: Wed, 18 Nov 2026 "));
  EXPECT_THAT(mail, HasSubstr("From: \"TSUKISHIRO\"\r\n <shop@example.jp>\r\n"));
  EXPECT_THAT(mail, HasSubstr("To: hana@example.jp\r\n"));
  EXPECT_THAT(mail, HasSubstr("Subject: Your order\r\n"));
  EXPECT_THAT(mail, HasSubstr("Message-ID: <1.abc@shop.example>\r\n"));
  EXPECT_THAT(mail, Not(HasSubstr("List-Unsubscribe")));
  EXPECT_TRUE(mail.ends_with("\r\n\r\nVGhhbmsgeW91Lg0K\r\n")) << mail;
}

TEST(Message, IsTheSameAtEveryTry) { EXPECT_EQ(to_rfc5322(plain()), to_rfc5322(plain())); }

TEST(Message, EncodesJapaneseSubjectsInWholeCharactersAndShortLines) {
  auto message = plain();
  message.from_name = "月白";
  message.subject = "ご注文ありがとうございます。うるみリップティント 柿渋ほか 3 点をお預かりしました";
  const auto mail = to_rfc5322(message);
  EXPECT_THAT(mail, HasSubstr("Subject: =?UTF-8?B?"));
  EXPECT_THAT(mail, HasSubstr("From: =?UTF-8?B?5pyI55m9?=\r\n <shop@example.jp>"));
  std::size_t from = 0;
  while (from < mail.size()) {
    const auto end = mail.find("\r\n", from);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - from, 78u) << mail.substr(from, end - from);
    from = end + 2;
  }
  EXPECT_TRUE(
      std::all_of(mail.begin(), mail.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST(Message, LetsNothingTypedBecomeAHeader) {
  auto message = plain();
  message.subject = "Hello\r\nBcc: all@example.jp\r\n\r\nbody";
  message.from_name = "A\" <x@evil.example>\r\nBcc: b@example.jp";
  message.to = "hana@example.jp\r\nBcc: c@example.jp";
  message.unsubscribe_url = "https://shop.example/u/1>\r\nBcc: d@example.jp";
  const auto mail = to_rfc5322(message);
  EXPECT_THAT(mail, Not(HasSubstr("\nBcc")));
  EXPECT_THAT(mail, HasSubstr("\\\""));
  const auto head = mail.substr(0, mail.find("\r\n\r\n"));
  EXPECT_THAT(head, HasSubstr("Content-Transfer-Encoding"));
}

TEST(Message, ATextThatLooksEncodedStaysWhatItWas) {
  auto message = plain();
  message.subject = "=?UTF-8?B?SGk=?=";
  EXPECT_THAT(to_rfc5322(message), HasSubstr("Subject: =?UTF-8?B?PT9VVEYtOD9CP1NHaz0/PQ==?="));
}

TEST(Message, CanBeUnsubscribedWithOneClick) {
  auto message = plain();
  message.unsubscribe_url = "https://shop.example/unsubscribe/abc";
  const auto mail = to_rfc5322(message);
  EXPECT_THAT(mail, HasSubstr("List-Unsubscribe: <https://shop.example/unsubscribe/abc>\r\n"));
  EXPECT_THAT(mail, HasSubstr("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
}

TEST(Message, KnowsAnAddressThatNeedsNoQuotes) {
  for (const auto* good : {"a@b.jp", "hana+shop@mail.example.co.jp", "o'neil@example.ie"})
    EXPECT_TRUE(is_plain_address(good)) << good;
  for (const auto* bad :
       {"", "@", "a@", "@b", "a b@c", "a@b\r\nRCPT TO:<c@d>", "<a@b>", "a@b@c", "\"a\"@b", "あ@b.jp"}) {
    EXPECT_FALSE(is_plain_address(bad)) << bad;
  }
}

}  // namespace
}  // namespace nigiwai::outbox
