// The mail that tells the owners that a receiver was given up for now.
#pragma once

#include "social/partners/webhook.h"
#include "store/writer.h"

namespace nigiwai::social {

struct NoticeParts {
  const Clock& clock;
  std::string origin{};  // of the shop's public pages
};

// Writes to every owner who signs in with a mail address, in Japanese and English. Inside the transaction
// that pauses the webhook, so that neither is there without the other.
void tell_owners(store::Transaction& t, const NoticeParts& parts, const Webhook& hook, Paused paused,
                 const std::string& why);

}  // namespace nigiwai::social
