#include "social/partners/webhook_signature.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

// The example that the Standard Webhooks libraries are tested with.
const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr SignedContent kContent{
    .id = "msg_p5jXN8AQM9LWM0D4loKWxJek", .timestamp = 1614265330, .body = R"({"test": 2432232314})"};
constexpr auto kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

TEST(WebhookSignature, IsThatOfTheStandard) {
  EXPECT_EQ(webhook_signature(kContent, std::span(&kSecret, 1)), kSignature);
}

TEST(WebhookSignature, IsOfEachSecretThatSigns) {
  SystemRandom random;
  const std::string secrets[] = {make_webhook_secret(random), kSecret, "none"};
  const auto both = webhook_signature(kContent, secrets);
  EXPECT_TRUE(both.ends_with(std::string(" ") + kSignature)) << both;
  EXPECT_EQ(std::ranges::count(both, ' '), 1) << "what is no secret signs nothing";
}

TEST(WebhookSignature, HasSecretsThatDiffer) {
  SystemRandom random;
  const auto secret = make_webhook_secret(random);
  EXPECT_TRUE(secret.starts_with("whsec_"));
  EXPECT_EQ(secret.size(), 6U + 44U) << "32 bytes in base64";
  EXPECT_NE(secret, make_webhook_secret(random));
}

}  // namespace
}  // namespace nigiwai::social
