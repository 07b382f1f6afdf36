#include "social/fediverse/remote.h"

#include "base/time.h"
#include "outbox/deliveries.h"
#include "social/fediverse/signature.h"
#include "social/listening/on_writer.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr const char* kColumns =
    "SELECT id, host, handle, name, url, inbox, shared_inbox, key_id, key_pem, fetched_at FROM "
    "fediverse_remote ";
constexpr const char* kAccept =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

std::optional<RemoteActor> read_row(store::Rows rows) {
  if (!rows.next()) return std::nullopt;
  return RemoteActor{.id = rows.text(0),
                     .host = rows.text(1),
                     .handle = rows.text(2),
                     .name = rows.text(3),
                     .url = rows.text(4),
                     .inbox = rows.text(5),
                     .shared_inbox = rows.text(6),
                     .key_id = rows.text(7),
                     .key_pem = rows.text(8),
                     .fetched_at = from_ms(rows.integer(9))};
}

std::unexpected<Problem> not_believed(std::string detail) {
  return fail(Kind::kUnauthorized, "signature", std::move(detail));
}

}  // namespace

std::optional<RemoteActor> known_remote(store::Database& db, const std::string& id) {
  return read_row(db.query(std::string(kColumns) + "WHERE id = ?", id));
}

void keep_remote(store::Transaction& transaction, const RemoteActor& actor) {
  transaction.db().run(
      "INSERT OR REPLACE INTO fediverse_remote (id, host, handle, name, url, inbox, shared_inbox, key_id, "
      "key_pem, "
      "fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      actor.id, actor.host, actor.handle, actor.name, actor.url, actor.inbox, actor.shared_inbox,
      actor.key_id, actor.key_pem, to_ms(actor.fetched_at));
  transaction.db().run("UPDATE fediverse_follower SET receiver = ? WHERE follower = ?", actor.receiver(),
                       actor.id);
}

void forget_remote(store::Transaction& transaction, const std::string& id) {
  transaction.db().run("DELETE FROM fediverse_follower WHERE follower = ?", id);
  transaction.db().run("DELETE FROM fediverse_remote WHERE id = ?", id);
}

void forget_old_remotes(store::Transaction& transaction) {
  transaction.db().run(
      "DELETE FROM fediverse_remote WHERE fetched_at < ? AND NOT EXISTS (SELECT 1 FROM fediverse_follower f "
      "WHERE "
      "f.follower = fediverse_remote.id)",
      to_ms(transaction.now() - kRemoteForgotten));
}

Result<RemoteActor> Remotes::with_key(const std::string& key_id, Freshness freshness) {
  const auto known = parts_.readers.read<std::optional<RemoteActor>>(
      [&](store::Database& db) -> Result<std::optional<RemoteActor>> {
        return read_row(db.query(std::string(kColumns) + "WHERE key_id = ?", key_id));
      });
  if (!known) return std::unexpected(known.error());
  if (freshness == Freshness::kKept && *known && (*known)->fetched_at + kRemoteKept > parts_.clock.wall())
    return **known;
  if (freshness == Freshness::kNew) {
    if (auto may = limits_.take(kRefetching, outbox::host_of_address(key_id)); !may)
      return std::unexpected(may.error());
  }
  auto actor = fetch(key_id);
  if (!actor) {
    // A server that is away for a while does not lose what it may say.
    if (actor.error().kind == Kind::kUnavailable && *known && freshness == Freshness::kKept) return **known;
    return actor;
  }
  if (actor->key_id != key_id) return not_believed("This key is not the one that its actor has now.");
  return actor;
}

Result<RemoteActor> Remotes::actor(const std::string& id) {
  const auto known = parts_.readers.read<std::optional<RemoteActor>>(
      [&](store::Database& db) -> Result<std::optional<RemoteActor>> { return known_remote(db, id); });
  if (!known) return std::unexpected(known.error());
  if (*known) return **known;
  return fetch(id);
}

Result<RemoteActor> Remotes::fetch(const std::string& address) {
  if (!is_address(address)) return not_believed("The key's address is none.");
  const auto asked = address.substr(0, address.find('#'));
  const auto host = outbox::host_of_address(asked);
  auto document = get(asked);
  if (!document) return std::unexpected(document.error());
  if (!document->is_actor() || document->id != asked) {
    // A key by itself, or an actor by another of its addresses.
    const auto owner = document->key_owner.empty() ? document->id : document->key_owner;
    if (owner == asked || outbox::host_of_address(owner) != host)
      return not_believed("The key's owner is of another server, or no actor.");
    document = get(owner);
    if (!document) return std::unexpected(document.error());
    if (document->id != owner) return not_believed("The actor's document is another's.");
  }
  if (!document->is_actor() || document->key_pem.empty() || document->key_owner != document->id ||
      outbox::host_of_address(document->key_id) != host) {
    return not_believed("The actor has no inbox, or no key of its own.");
  }
  RemoteActor actor{.id = document->id,
                    .host = host,
                    .handle = "@" + document->username + "@" + host,
                    .name = document->name,
                    .url = document->url,
                    .inbox = document->inbox,
                    .shared_inbox = document->shared_inbox,
                    .key_id = document->key_id,
                    .key_pem = document->key_pem,
                    .fetched_at = parts_.clock.wall()};
  const auto kept =
      on_writer<bool>(parts_.writer, store::Lane::kProjections, [&](store::Transaction& t) -> Result<bool> {
        keep_remote(t, actor);
        return true;
      });
  if (!kept) return std::unexpected(kept.error());
  return actor;
}

Result<ActorDocument> Remotes::get(const std::string& address) {
  const auto host = outbox::host_of_address(address);
  const auto now = parts_.clock.steady();
  {
    const std::scoped_lock lock(mutex_);
    const auto found = silent_until_.find(host);
    if (found != silent_until_.end() && found->second > now)
      return fail(Kind::kUnavailable, "peer-away", "That server did not answer a moment ago.");
  }
  const auto pair = parts_.keys.of(std::string(kShopActor));
  if (!pair) return std::unexpected(pair.error());
  auto headers = sign({.key_id = actor_id(parts_.origin, kShopActor, "#main-key"),
                       .private_key = pair->private_pem,
                       .method = "get",
                       .url = address},
                      parts_.clock.wall());
  if (!headers) return std::unexpected(headers.error());
  headers->push_back({"Accept", kAccept});
  const auto answer =
      parts_.peers.ask({.url = address, .headers = *headers, .most_bytes = kMostActorDocument});
  if (!answer || answer->status >= 500) {
    if (!answer && answer.error().kind != Kind::kUnavailable) return not_believed(answer.error().detail);
    const std::scoped_lock lock(mutex_);
    if (silent_until_.size() >= kMostSilent) silent_until_.clear();
    silent_until_[host] = now + kSilentFor;
    return fail(Kind::kUnavailable, "peer-away", "The server of this actor does not answer.");
  }
  if (answer->status == 410 || answer->status == 404)
    return fail(Kind::kNotFound, "gone", "The server of this actor does not know it.");
  if (answer->status != 200) return not_believed("The server of this actor does not tell its key.");
  auto document = read_actor(answer->body);
  if (!document) return not_believed(document.error().detail);
  return document;
}

}  // namespace nigiwai::social::fediverse
