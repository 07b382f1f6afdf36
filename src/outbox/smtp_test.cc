#include "outbox/smtp.h"

#include <curl/curl.h>
#include <gmock/gmock.h>

namespace nigiwai::outbox {
namespace {

TEST(Smtp, TakesTheUrlsOfMailServersAlone) {
  for (const auto* good :
       {"smtp://127.0.0.1:2525", "smtp://mail.example", "smtps://user:pa%40ss@mail.example:465",
        "smtp://user:password@mail.example:587/"}) {
    EXPECT_TRUE(open_smtp({.url = good, .host = "shop.example"}).has_value()) << good;
  }
  for (const auto* bad : {"", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example/path",
                          "file:///etc/passwd", "smtp://mail.example?x=1"}) {
    const auto opened = open_smtp({.url = bad, .host = "shop.example"});
    ASSERT_FALSE(opened.has_value()) << bad;
    EXPECT_EQ(opened.error().field, "--smtp");
  }
}

TEST(Smtp, DoesNotRepeatAPasswordInItsRefusal) {
  const auto opened = open_smtp({.url = "http://user:geheim@mail.example", .host = "shop.example"});
  ASSERT_FALSE(opened.has_value());
  EXPECT_THAT(opened.error().detail, testing::Not(testing::HasSubstr("geheim")));
}

TEST(Smtp, TellsTheServersFaultFromTheMails) {
  struct Case {
    SmtpEnd end;
    Delivered what;
  };
  const Case cases[] = {
      {{.code = CURLE_OK, .response = 250}, Delivered::kTaken},
      {{.code = CURLE_COULDNT_CONNECT}, Delivered::kNobodyHome},
      {{.code = CURLE_LOGIN_DENIED, .response = 535}, Delivered::kNobodyHome},
      {{.code = CURLE_SEND_ERROR, .response = 421}, Delivered::kNobodyHome},
      {{.code = CURLE_SEND_ERROR, .response = 530}, Delivered::kNobodyHome},
      {{.code = CURLE_SEND_ERROR}, Delivered::kNobodyHome},
      {{.code = CURLE_SEND_ERROR, .response = 250}, Delivered::kNobodyHome},
      {{.code = CURLE_SEND_ERROR, .response = 450}, Delivered::kPutOff},
      {{.code = CURLE_RECV_ERROR, .response = 452, .body_sent = true}, Delivered::kPutOff},
      {{.code = CURLE_SEND_ERROR, .response = 550}, Delivered::kRefused},
      {{.code = CURLE_WEIRD_SERVER_REPLY, .response = 554}, Delivered::kNobodyHome},
      {{.code = CURLE_WEIRD_SERVER_REPLY, .response = 554, .body_sent = true}, Delivered::kRefused},
      {{.code = CURLE_OPERATION_TIMEDOUT, .response = 354, .body_sent = true}, Delivered::kNobodyHome},
  };
  for (const auto& [end, what] : cases) EXPECT_EQ(judge(end).what, what) << end.code << " " << end.response;
}

}  // namespace
}  // namespace nigiwai::outbox
