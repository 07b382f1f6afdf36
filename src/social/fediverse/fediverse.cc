#include "social/fediverse/fediverse.h"

#include "base/log.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr std::chrono::hours kForgetEvery{1};
// A clip of long ago that is hidden may wait so long until it is taken back.
constexpr std::chrono::minutes kLookAtAllEvery{5};

}  // namespace

Fediverse::Fediverse(const FediverseWiring& wiring)
    : wiring_(wiring),
      documents_{.origin = wiring.origin},
      keys_({.writer = wiring.writer,
             .readers = wiring.readers,
             .secrets = wiring.secrets,
             .random = wiring.random,
             .clock = wiring.clock}),
      remotes_({.writer = wiring.writer,
                .readers = wiring.readers,
                .clock = wiring.clock,
                .peers = wiring.peers,
                .keys = keys_,
                .origin = wiring.origin}),
      channel_({.writer = wiring.writer,
                .readers = wiring.readers,
                .random = wiring.random,
                .remotes = remotes_,
                .documents = documents_}),
      door_({.writer = wiring.writer,
             .readers = wiring.readers,
             .clock = wiring.clock,
             .remotes = remotes_,
             .taking = {.journal = wiring.journal, .random = wiring.random, .documents = documents_}}),
      routes_({.writer = wiring.writer,
               .readers = wiring.readers,
               .door = door_,
               .keys = keys_,
               .documents = documents_,
               .version = wiring.version}),
      deliveries_({.writer = wiring.writer,
                   .readers = wiring.readers,
                   .clock = wiring.clock,
                   .peers = wiring.peers,
                   .sign = [this](const std::string& sender, const std::string& url,
                                  const std::string& body) -> Result<std::vector<outbox::PeerHeader>> {
                     const auto pair = keys_.of(sender);
                     if (!pair) return std::unexpected(pair.error());
                     return sign({.key_id = actor_id(wiring_.origin, sender, "#main-key"),
                                  .private_key = pair->private_pem,
                                  .method = "post",
                                  .url = url,
                                  .body = body},
                                 wiring_.clock.wall());
                   },
                   .gone =
                       [](store::Transaction& t, const std::string& receiver) {
                         t.db().run("DELETE FROM fediverse_follower WHERE receiver = ?", receiver);
                       }}) {}

void Fediverse::tend() {
  const auto now = wiring_.clock.steady();
  if (now >= forget_at_) {
    forget_at_ = now + kForgetEvery;
    wiring_.writer.run<bool>(
        store::Lane::kProjections,
        [](store::Transaction& t) -> Result<bool> {
          forget_seen(t);
          forget_old_remotes(t);
          return true;
        },
        [](const Result<bool>& done) {
          if (!done) log_warn("the fediverse could not be tidied", {{"why", done.error().detail}});
        });
  }
  const Telling telling{.origin = wiring_.origin, .picture = wiring_.picture};
  auto look = Look::kNewest;
  if (now >= look_at_all_) {
    look_at_all_ = now + kLookAtAllEvery;
    look = Look::kAll;
  }
  auto all = wiring_.readers.read<ToSay>(
      [&](store::Database& db) -> Result<ToSay> { return to_say(db, telling, wiring_.clock.wall(), look); });
  if (!all) return log_warn("what happened could not be looked at", {{"why", all.error().detail}});
  if (all->empty()) return;
  wiring_.writer.run<bool>(
      store::Lane::kProjections,
      [this, all = *std::move(all)](store::Transaction& t) -> Result<bool> {
        say_all(t, wiring_.random, documents_, all);
        return true;
      },
      [](const Result<bool>& done) {
        if (!done) log_warn("the fediverse could not be told", {{"why", done.error().detail}});
      });
}

}  // namespace nigiwai::social::fediverse
