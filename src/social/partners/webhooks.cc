#include "social/partners/webhooks.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"
#include "people/audit.h"
#include "social/partners/webhook_signature.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kIdCharacters = 12;
constexpr std::string_view kSecretPurpose = "webhook";
constexpr std::string_view kOldSecretPurpose = "webhook before";

constexpr std::string_view kColumns =
    "SELECT id, name, url, kinds, secret, coalesce(old_secret, ''), old_secret_until, paused, cursor, run, "
    "pending_from, pending_to, failures, failing_since, next_at, last_error, delivered, last_delivered_at, "
    "created_by, created_at FROM webhook ";

std::optional<WallTime> time_in(const store::Rows& rows, int column) {
  const auto ms = rows.optional_integer(column);
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}

std::optional<std::int64_t> ms_of(const std::optional<WallTime>& time) {
  return time ? std::optional(to_ms(*time)) : std::nullopt;
}

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value(nullptr);
}

Webhook webhook_in(const store::Rows& rows) {
  Webhook hook{.id = rows.text(0),
               .name = rows.text(1),
               .url = rows.text(2),
               .kinds = {},
               .sealed_secret = rows.text(4),
               .sealed_old_secret = rows.text(5),
               .old_secret_until = time_in(rows, 6),
               .paused = paused_of(rows.text(7)),
               .cursor = rows.integer(8),
               .run = rows.integer(9),
               .pending_from = rows.optional_integer(10),
               .pending_to = rows.optional_integer(11),
               .failures = rows.integer(12),
               .failing_since = time_in(rows, 13),
               .next_at = from_ms(rows.integer(14)),
               .last_error = rows.text(15),
               .delivered = rows.integer(16),
               .last_delivered_at = time_in(rows, 17),
               .created_by = rows.text(18),
               .created_at = from_ms(rows.integer(19))};
  const auto kinds = json::parse(rows.text(3));
  for (const auto& kind : kinds.as_array()) hook.kinds.emplace_back(kind.as_string());
  return hook;
}

std::string kinds_text(const std::vector<std::string>& kinds) {
  return json::serialize(json::array(kinds.begin(), kinds.end()));
}

std::unexpected<Problem> no_such_webhook() {
  return fail(Kind::kNotFound, "not-found", "There is no such webhook, or it was removed.");
}

const std::string& maker(const http::Caller& by) { return by.is_staff() ? by.handle : by.id; }

}  // namespace

std::vector<Webhook> webhooks(store::Database& db) {
  std::vector<Webhook> found;
  auto rows = db.query(std::string(kColumns) + "ORDER BY created_at, id");
  while (rows.next()) found.push_back(webhook_in(rows));
  return found;
}

std::optional<Webhook> webhook_with(store::Database& db, const std::string& id) {
  auto rows = db.query(std::string(kColumns) + "WHERE id = ?", id);
  return rows.next() ? std::optional(webhook_in(rows)) : std::nullopt;
}

Result<Webhook> find_webhook(store::Database& db, const std::string& id) {
  auto hook = webhook_with(db, id);
  if (!hook) return no_such_webhook();
  return *std::move(hook);
}

std::int64_t journal_end(store::Database& db) {
  auto rows = db.query("SELECT coalesce(max(position), 0) FROM event");
  return rows.next() ? rows.integer(0) : 0;
}

json::object to_json(const Webhook& hook, std::int64_t journal, WallTime now) {
  const bool both = hook.old_secret_until && *hook.old_secret_until > now;
  const bool waits = hook.failures > 0 && hook.paused == Paused::kNot;
  const auto* state = hook.paused != Paused::kNot ? "paused" : hook.failures > 0 ? "failing" : "on";
  return {
      {"id", hook.id},
      {"name", hook.name},
      {"url", hook.url},
      {"kinds", json::array(hook.kinds.begin(), hook.kinds.end())},
      {"state", state},
      {"paused_by", hook.paused == Paused::kNot ? json::value(nullptr) : json::value(to_text(hook.paused))},
      {"position", hook.cursor},
      {"journal", journal},
      {"delivered", hook.delivered},
      {"last_delivered_at", time_or_null(hook.last_delivered_at)},
      {"failures", hook.failures},
      {"failing_since", time_or_null(hook.failing_since)},
      {"next_try_at", waits ? json::value(to_rfc3339(hook.next_at)) : json::value(nullptr)},
      {"last_error", hook.last_error},
      {"old_secret_until", both ? time_or_null(hook.old_secret_until) : json::value(nullptr)},
      {"created_by", hook.created_by},
      {"created_at", to_rfc3339(hook.created_at)}};
}

json::array tries_json(store::Database& db, const std::string& id) {
  json::array tries;
  auto rows = db.query(
      "SELECT delivery, events, at, took_ms, status, error FROM webhook_try WHERE webhook = ? ORDER BY "
      "position DESC LIMIT ?",
      id, kTriesKept);
  while (rows.next()) {
    tries.push_back({{"delivery", rows.text(0)},
                     {"events", rows.integer(1)},
                     {"at", to_rfc3339(from_ms(rows.integer(2)))},
                     {"took_ms", rows.integer(3)},
                     {"status", rows.integer(4)},
                     {"error", rows.text(5)}});
  }
  return tries;
}

Result<MadeWebhook> add_webhook(store::Transaction& t, const WebhookSecrets& secrets,
                                const WebhookAsked& asked, const http::Caller& by) {
  if (std::ssize(webhooks(t.db())) >= kMostWebhooks) {
    return fail(Kind::kConflict, "conflict",
                fmt::format("There are {} webhooks already. Remove one that is not used.", kMostWebhooks));
  }
  MadeWebhook made{.hook = {.id = "w" + secrets.random.token(kIdCharacters),
                            .name = asked.name,
                            .url = asked.url,
                            .kinds = asked.kinds,
                            .cursor = journal_end(t.db()),
                            .created_by = maker(by),
                            .created_at = t.now()},
                   .secret = make_webhook_secret(secrets.random)};
  auto& hook = made.hook;
  hook.sealed_secret = secrets.box.seal(made.secret, kSecretPurpose, hook.id, secrets.random);
  t.db().run(
      "INSERT INTO webhook (id, name, url, kinds, secret, cursor, created_by, created_at) VALUES (?, ?, ?, "
      "?, "
      "?, ?, ?, ?)",
      hook.id, hook.name, hook.url, kinds_text(hook.kinds), store::Blob{hook.sealed_secret}, hook.cursor,
      hook.created_by, to_ms(hook.created_at));
  people::audit(t, by, "webhook.added", hook.name);
  return made;
}

// Other kinds are other deliveries: what was under way is made anew, under another id.
Result<void> change_webhook(store::Transaction& t, const Webhook& before, const WebhookAsked& asked,
                            const http::Caller& by) {
  t.db().run("UPDATE webhook SET name = ?, url = ?, next_at = 0 WHERE id = ?", asked.name, asked.url,
             before.id);
  if (asked.kinds != before.kinds) {
    t.db().run(
        "UPDATE webhook SET kinds = ?, run = run + 1, pending_from = NULL, pending_to = NULL WHERE id = ?",
        kinds_text(asked.kinds), before.id);
  }
  people::audit(t, by, "webhook.changed", asked.name);
  return {};
}

Result<void> pause_webhook(store::Transaction& t, const std::string& id, const http::Caller& by) {
  const auto hook = find_webhook(t.db(), id);
  if (!hook) return std::unexpected(hook.error());
  if (hook->paused == Paused::kByPerson) return {};
  t.db().run("UPDATE webhook SET paused = 'person' WHERE id = ?", id);
  people::audit(t, by, "webhook.paused", hook->name);
  return {};
}

Result<void> resume_webhook(store::Transaction& t, const std::string& id, const http::Caller& by) {
  const auto hook = find_webhook(t.db(), id);
  if (!hook) return std::unexpected(hook.error());
  t.db().run("UPDATE webhook SET paused = '', failures = 0, failing_since = NULL, next_at = 0 WHERE id = ?",
             id);
  if (hook->paused != Paused::kNot) people::audit(t, by, "webhook.resumed", hook->name);
  return {};
}

Result<void> replay_webhook(store::Transaction& t, const std::string& id, std::int64_t after,
                            const http::Caller& by) {
  const auto hook = find_webhook(t.db(), id);
  if (!hook) return std::unexpected(hook.error());
  if (const auto end = journal_end(t.db()); after > end) {
    return invalid("/after", fmt::format("The journal ends at {}.", end));
  }
  t.db().run(
      "UPDATE webhook SET cursor = ?, run = run + 1, pending_from = NULL, pending_to = NULL, next_at = 0 "
      "WHERE "
      "id = ?",
      after, id);
  people::audit(t, by, "webhook.replayed", hook->name, {{"after", after}});
  return {};
}

Result<std::string> rotate_webhook(store::Transaction& t, const WebhookSecrets& secrets, const Webhook& hook,
                                   const http::Caller& by) {
  auto secret = make_webhook_secret(secrets.random);
  const auto before = secrets.box.unseal(hook.sealed_secret, kSecretPurpose, hook.id);
  const auto sealed = secrets.box.seal(secret, kSecretPurpose, hook.id, secrets.random);
  const auto old = before ? secrets.box.seal(*before, kOldSecretPurpose, hook.id, secrets.random) : "";
  t.db().run("UPDATE webhook SET secret = ?, old_secret = ?, old_secret_until = ?, next_at = 0 WHERE id = ?",
             store::Blob{sealed}, store::Blob{old}, to_ms(t.now() + kOldSecretSigns), hook.id);
  people::audit(t, by, "webhook.secret-changed", hook.name);
  return secret;
}

Result<void> remove_webhook(store::Transaction& t, const std::string& id, const http::Caller& by) {
  const auto hook = find_webhook(t.db(), id);
  if (!hook) return std::unexpected(hook.error());
  t.db().run("DELETE FROM webhook_try WHERE webhook = ?", id);
  t.db().run("DELETE FROM webhook WHERE id = ?", id);
  people::audit(t, by, "webhook.removed", hook->name);
  return {};
}

std::vector<std::string> secrets_of(const Webhook& hook, const SecretBox& box, WallTime now) {
  std::vector<std::string> secrets;
  if (auto secret = box.unseal(hook.sealed_secret, kSecretPurpose, hook.id)) {
    secrets.push_back(*std::move(secret));
  }
  if (hook.old_secret_until && *hook.old_secret_until > now) {
    if (auto old = box.unseal(hook.sealed_old_secret, kOldSecretPurpose, hook.id)) {
      secrets.push_back(*std::move(old));
    }
  }
  return secrets;
}

bool begin_delivery(store::Transaction& t, const Webhook& hook, std::int64_t from, std::int64_t to) {
  return t.db().run(
             "UPDATE webhook SET pending_from = ?, pending_to = ? WHERE id = ? AND run = ? AND cursor = ? "
             "AND "
             "paused = '' AND pending_to IS NULL",
             from, to, hook.id, hook.run, hook.cursor) == 1;
}

void pass_over(store::Transaction& t, const Webhook& hook, std::int64_t to) {
  t.db().run(
      "UPDATE webhook SET cursor = ?1, pending_from = NULL, pending_to = NULL WHERE id = ?2 AND run = ?3 AND "
      "cursor < ?1",
      to, hook.id, hook.run);
}

AfterTry settle_delivery(store::Transaction& t, const Webhook& hook, const WebhookTry& tried) {
  auto& db = t.db();
  const auto now = t.now();
  // As it is today: somebody may have paused it while the receiver thought.
  const auto today = webhook_with(db, hook.id);
  if (!today || today->run != hook.run || !hook.pending_to) return {};
  const auto after = after_try(*today, tried.said, now);
  keep_try(t, hook.id, tried);
  if (tried.said.took()) {
    db.run(
        "UPDATE webhook SET cursor = ?, pending_from = NULL, pending_to = NULL, failures = 0, failing_since "
        "= "
        "NULL, next_at = 0, last_error = '', delivered = delivered + ?, last_delivered_at = ? WHERE id = ?",
        *hook.pending_to, tried.events, to_ms(now), hook.id);
    return after;
  }
  db.run(
      "UPDATE webhook SET failures = ?, failing_since = ?, next_at = ?, last_error = ?, paused = ? WHERE id "
      "= ?",
      after.failures, ms_of(after.failing_since), to_ms(after.next_at), why_not(tried.said),
      to_text(after.paused), hook.id);
  if (after.paused != today->paused) people::audit(t, http::Caller{}, "webhook.stopped", today->name);
  return after;
}

void keep_try(store::Transaction& t, const std::string& id, const WebhookTry& tried) {
  auto& db = t.db();
  db.run(
      "INSERT INTO webhook_try (webhook, delivery, events, at, took_ms, status, error) SELECT ?1, ?2, ?3, "
      "?4, "
      "?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM webhook WHERE id = ?1)",
      id, tried.delivery, tried.events, to_ms(tried.at), tried.took.count(), tried.said.status,
      why_not(tried.said));
  db.run(
      "DELETE FROM webhook_try WHERE webhook = ?1 AND position <= (SELECT position FROM webhook_try WHERE "
      "webhook = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?2)",
      id, kTriesKept);
}

}  // namespace nigiwai::social
