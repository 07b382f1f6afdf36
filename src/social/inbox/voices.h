// What the inbox needs of the networks: hearing what is said to us, and answering it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "social/channels/channels.h"

namespace nigiwai::social {

class Voices {
 public:
  virtual ~Voices() = default;
  struct Account {
    std::string id{};
    std::string network{};
    std::string name{};
  };
  // Those that are asked for what was said to them.
  virtual Result<std::vector<Account>> accounts() = 0;
  // Both block (they ask a network): on a thread of one's own.
  virtual Result<HeardPage> heard(const Account& account, const std::string& since) = 0;
  virtual Result<Published> publish(const Account& account, const Saying& saying) = 0;
  // How long a text is as the network counts, and how long it may be; nothing for a network that we do not
  // speak with.
  struct Length {
    std::size_t is = 0;
    std::size_t most = 0;
  };
  virtual std::optional<Length> length(std::string_view network, std::string_view text) const = 0;
  // What each account is called, by its id.
  using Names = std::map<std::string, std::string, std::less<>>;
  virtual Names names(store::Database& db) const = 0;
};

// Of the channels' accounts. Our own actors in the fediverse answer like them; nobody has to ask what they
// hear.
class ChannelVoices final : public Voices {
 public:
  struct Parts {  // all outlive this
    const Channels& channels;
    AccountCalls& calls;
    store::Readers& readers;
  };
  explicit ChannelVoices(Parts parts) : parts_(parts) {}

  Result<std::vector<Account>> accounts() override;
  Result<HeardPage> heard(const Account& account, const std::string& since) override;
  Result<Published> publish(const Account& account, const Saying& saying) override;
  std::optional<Length> length(std::string_view network, std::string_view text) const override;
  Names names(store::Database& db) const override;

 private:
  Parts parts_;
};

}  // namespace nigiwai::social
