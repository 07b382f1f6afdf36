#include "social/fediverse/door.h"

#include "outbox/deliveries.h"
#include "social/fediverse/blocks.h"
#include "social/listening/on_writer.h"
#include "store/writing.h"

namespace nigiwai::social::fediverse {
namespace {

Problem crowded() {
  return {Kind::kUnavailable,
          "unavailable",
          "Too many deliveries wait here. Try again soon.",
          {},
          Milliseconds(5'000)};
}

std::unexpected<Problem> forged() {
  return fail(Kind::kUnauthorized, "signature", "The signature is not that of the actor's key.");
}

}  // namespace

Task<Result<Taken>> Door::open(Knock knock) {
  if (waiting_.fetch_add(1) >= kMostAtDoor || stopping_) {
    --waiting_;
    co_return std::unexpected(crowded());
  }
  co_return co_await store::answered<Taken>([this, &knock](std::function<void(Result<Taken>)> done) {
    asio::post(threads_, [this, &knock, done = std::move(done)] {
      auto taken = let_in(knock);
      --waiting_;
      done(std::move(taken));
    });
  });
}

Task<Result<bool>> Door::aside(std::function<Result<bool>()> work) {
  if (waiting_.fetch_add(1) >= kMostAtDoor || stopping_) {
    --waiting_;
    co_return std::unexpected(crowded());
  }
  co_return co_await store::answered<bool>([this, &work](std::function<void(Result<bool>)> done) {
    asio::post(threads_, [this, &work, done = std::move(done)] {
      auto answer = work();
      --waiting_;
      done(std::move(answer));
    });
  });
}

Result<RemoteActor> Door::verified(const Knock& knock, const Signature& signature) {
  const auto text = signing_text(signature, knock.request);
  if (!text) return std::unexpected(text.error());
  if (auto covered = check_covered(signature, knock.request, knock.body, parts_.clock.wall()); !covered)
    return std::unexpected(covered.error());
  auto actor = parts_.remotes.with_key(signature.key_id, Freshness::kKept);
  if (!actor) return actor;
  if (verify_rsa(*text, signature.bytes, actor->key_pem).value_or(false)) return actor;
  // It may have another key by now.
  actor = parts_.remotes.with_key(signature.key_id, Freshness::kNew);
  if (!actor) return forged();
  if (verify_rsa(*text, signature.bytes, actor->key_pem).value_or(false)) return actor;
  return forged();
}

Result<Taken> Door::let_in(const Knock& knock) {
  const auto signature = read_signature(knock.signature);
  if (!signature) return std::unexpected(signature.error());
  const auto activity = read_activity(knock.body);
  if (!activity) return std::unexpected(activity.error());
  const auto host = outbox::host_of_address(signature->key_id);
  const auto known =
      parts_.readers.read<std::pair<bool, bool>>([&](store::Database& db) -> Result<std::pair<bool, bool>> {
        return std::pair(is_blocked(db, host), known_remote(db, activity->actor).has_value());
      });
  if (!known) return std::unexpected(known.error());
  const auto& [blocked, is_known] = *known;
  if (blocked) return fail(Kind::kForbidden, "blocked", "This server is blocked here.");
  const bool leaves = activity->type == "Delete" && activity->object == activity->actor;
  // Servers tell everybody of each account that goes; those that we never heard of are not asked about.
  if (leaves && !is_known) return Taken::kIgnored;
  const auto actor = verified(knock, *signature);
  if (!actor && leaves && actor.error().type == "gone" && outbox::host_of_address(activity->actor) == host) {
    return on_writer<Taken>(parts_.writer, store::Lane::kProjections,
                            [&](store::Transaction& t) -> Result<Taken> {
                              take_leave(t, parts_.taking, activity->actor);
                              return Taken::kDone;
                            });
  }
  if (!actor) {
    if (actor.error().type == "gone")
      return fail(Kind::kUnauthorized, "signature", "The server of this key does not know it.");
    return std::unexpected(actor.error());
  }
  if (auto may = limits_.take(kEntering, actor->host); !may) return std::unexpected(may.error());
  return on_writer<Taken>(
      parts_.writer, store::Lane::kProjections,
      [&](store::Transaction& t) -> Result<Taken> { return take(t, parts_.taking, *activity, *actor); });
}

}  // namespace nigiwai::social::fediverse
