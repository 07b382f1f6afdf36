// Actors of other servers: asked for, kept, and asked for again when their keys change.
//
// What an actor's document says counts only as far as the server it came from may say it: the document's id
// is the address it was asked by, and key and actor are of one host.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "http/rate_limit.h"
#include "outbox/peers.h"
#include "social/fediverse/actors.h"
#include "social/fediverse/object.h"

namespace nigiwai::social::fediverse {

// A key that is older is asked for anew before it is believed.
inline constexpr std::chrono::hours kRemoteKept{24};
// Those that nobody follows us with are forgotten after this long.
inline constexpr std::chrono::hours kRemoteForgotten{30 * 24};
// A server that did not answer is not asked again for this long, so that it holds no more threads.
inline constexpr std::chrono::seconds kSilentFor{60};
inline constexpr std::size_t kMostSilent = 10'000;
// Keys asked for anew because a signature did not fit: what forged deliveries could make us do to others.
inline const http::Rate kRefetching{"keys of a server asked for anew", 5, Milliseconds(10'000)};

struct RemoteActor {
  std::string id{};
  std::string host{};
  std::string handle{};  // "@name@host"
  std::string name{};
  std::string url{};
  std::string inbox{};
  std::string shared_inbox{};
  std::string key_id{};
  std::string key_pem{};
  WallTime fetched_at{};
  const std::string& receiver() const { return shared_inbox.empty() ? inbox : shared_inbox; }
};
std::optional<RemoteActor> known_remote(store::Database& db, const std::string& id);
void keep_remote(store::Transaction& transaction, const RemoteActor& actor);
// Forgets everything of it but what counts: it follows nobody any more.
void forget_remote(store::Transaction& transaction, const std::string& id);
void forget_old_remotes(store::Transaction& transaction);

enum class Freshness { kKept, kNew };

class Remotes {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    const Clock& clock;
    outbox::Peers& peers;
    Keys& keys;
    std::string origin;
  };
  explicit Remotes(Parts parts) : parts_(std::move(parts)), limits_(parts_.clock) {}
  // The owner of this key. Blocks while it is asked for. gone (not-found "gone") when its server says that it
  // is no more; unavailable when nobody answers; unauthorized when what it answers is not to be believed.
  Result<RemoteActor> with_key(const std::string& key_id, Freshness freshness);
  Result<RemoteActor> actor(const std::string& id);

 private:
  Result<RemoteActor> fetch(const std::string& address);
  Result<ActorDocument> get(const std::string& address);

  Parts parts_;
  http::RateLimits limits_;
  std::mutex mutex_;
  std::map<std::string, SteadyTime, std::less<>> silent_until_;
};

}  // namespace nigiwai::social::fediverse
