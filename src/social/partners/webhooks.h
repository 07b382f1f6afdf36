// The webhooks of the shop as they stand in the database: commands and queries. What has a Transaction runs
// in the writer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sealing.h"
#include "http/caller.h"
#include "social/partners/webhook.h"
#include "store/writer.h"

namespace nigiwai::social {

struct WebhookSecrets {  // both outlive whatever uses this
  const SecretBox& box;
  Random& random;
};

// In the order of their making.
std::vector<Webhook> webhooks(store::Database& db);
std::optional<Webhook> webhook_with(store::Database& db, const std::string& id);
Result<Webhook> find_webhook(store::Database& db, const std::string& id);  // not-found
// The last position of the journal.
std::int64_t journal_end(store::Database& db);

// For owners: everything but the secrets, and where the journal ends.
json::object to_json(const Webhook& hook, std::int64_t journal, WallTime now);
json::array tries_json(store::Database& db, const std::string& id);  // newest first

struct MadeWebhook {
  Webhook hook;
  std::string secret;  // told once
};
// Begins behind what is in the journal now. Refuses more than kMostWebhooks (conflict).
Result<MadeWebhook> add_webhook(store::Transaction& t, const WebhookSecrets& secrets,
                                const WebhookAsked& asked, const http::Caller& by);
Result<void> change_webhook(store::Transaction& t, const Webhook& before, const WebhookAsked& asked,
                            const http::Caller& by);
Result<void> pause_webhook(store::Transaction& t, const std::string& id, const http::Caller& by);
// Goes on from the cursor at once, whatever had paused it or when it was to be tried next.
Result<void> resume_webhook(store::Transaction& t, const std::string& id, const http::Caller& by);
// Goes on behind this position, backwards or forwards; invalid ("after") when the journal does not reach
// there.
Result<void> replay_webhook(store::Transaction& t, const std::string& id, std::int64_t after,
                            const http::Caller& by);
// A new secret; the one before signs along for kOldSecretSigns.
Result<std::string> rotate_webhook(store::Transaction& t, const WebhookSecrets& secrets, const Webhook& hook,
                                   const http::Caller& by);
Result<void> remove_webhook(store::Transaction& t, const std::string& id, const http::Caller& by);

// The secrets that sign at `now`, the newest first; empty when the key file does not open them.
std::vector<std::string> secrets_of(const Webhook& hook, const SecretBox& box, WallTime now);

// What became of a try.
struct WebhookTry {
  std::string delivery{};
  std::size_t events = 0;
  WallTime at{};
  Milliseconds took{0};
  ReceiverSaid said{};
};
// Begins a delivery of the events in (cursor, to], the first of them at `from`. False when the webhook was
// changed since `hook` was read.
bool begin_delivery(store::Transaction& t, const Webhook& hook, std::int64_t from, std::int64_t to);
// Passes over events that were not asked for, up to `to`.
void pass_over(store::Transaction& t, const Webhook& hook, std::int64_t to);
// Writes what became of the delivery under way; answers how the webhook goes on. `hook` is as it was before
// the try; one that was replayed or removed since keeps what was written then.
AfterTry settle_delivery(store::Transaction& t, const Webhook& hook, const WebhookTry& tried);
void keep_try(store::Transaction& t, const std::string& id, const WebhookTry& tried);

}  // namespace nigiwai::social
