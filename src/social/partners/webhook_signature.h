// Signing deliveries as the Standard Webhooks specification says (1.0, "Signature scheme", symmetric): the
// receiver's library of any language verifies them.
//
//   webhook-id:        the delivery's id, the same at every try
//   webhook-timestamp: seconds since 1970 of this try
//   webhook-signature: "v1," and the base64 of HMAC-SHA256(secret, id "." timestamp "." body); while a secret
//                      is being changed there are two of these, with a space between
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/random.h"

namespace nigiwai::social {

// 32 random bytes as people are told them: "whsec_" and their base64.
std::string make_webhook_secret(Random& random);

struct SignedContent {
  std::string_view id;
  std::int64_t timestamp = 0;
  std::string_view body;
};
// The value of webhook-signature, one for each secret in "whsec_…" form. A secret in another form signs
// nothing.
std::string webhook_signature(const SignedContent& content, std::span<const std::string> secrets);

}  // namespace nigiwai::social
