// The fediverse as a channel for posts: what is published here is a note of one of our own actors.
#pragma once

#include "social/channels/channel.h"
#include "social/fediverse/notes.h"
#include "social/fediverse/remote.h"

namespace nigiwai::social::fediverse {

class FediverseChannel final : public Channel {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    Random& random;
    Remotes& remotes;
    Documents documents;
  };
  explicit FediverseChannel(Parts parts) : parts_(std::move(parts)) {}

  std::string_view network() const override { return "fediverse"; }
  std::size_t most_length() const override { return 500; }  // what Mastodon shows without a click
  std::size_t length_of(std::string_view text) const override;
  // The actors: those who speak, while the fediverse is on.
  std::vector<ChannelAccount> own_accounts(store::Database& db) const override;
  // That there is such an actor. An account is one by `staff`: there are no secrets to be wrong.
  Result<void> check(ChannelAccount& account) override;
  Result<Published> publish(ChannelAccount& account, const Saying& saying) override;
  Result<void> remove(ChannelAccount& account, const std::string& id) override;
  Result<SayingCounts> counts(ChannelAccount& account, const std::string& id) override;
  // Nothing: what is said to us comes by itself (incoming.h).
  Result<HeardPage> heard(ChannelAccount& account, const std::string& since) override;

 private:
  // The inbox of whoever said `remote`, where we have heard it.
  Result<std::optional<RemoteActor>> author_of(const std::string& remote);

  Parts parts_;
};

// Every actor of ours is an account that nobody has to add; what is said to it comes into the inbox under
// its account_id.
ChannelAccount account_of(const LocalActor& actor, const std::string& origin);
// The name of the actor that an account speaks as.
std::string actor_of(const ChannelAccount& account);

}  // namespace nigiwai::social::fediverse
