// The networks that this server speaks with, and the one way to call them with an account.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "social/channels/accounts.h"
#include "social/channels/channel.h"
#include "social/listening/on_writer.h"
#include "store/readers.h"
#include "store/writer.h"

namespace nigiwai::social {

// Filled while the server is put together, then only read.
class Channels {
 public:
  void add(std::unique_ptr<Channel> channel);
  void add(Channel& channel);  // outlives this
  // Null when there is no such network.
  Channel* find(std::string_view network) const;
  // Those that somebody added, and behind them our own (channel.h), with how the last call went.
  std::vector<AccountStanding> account_standings(store::Database& db) const;
  // One of them; not-found.
  Result<AccountStanding> account_standing(store::Database& db, const std::string& id) const;

 private:
  std::vector<std::unique_ptr<Channel>> own_;
  std::map<std::string, Channel*, std::less<>> by_network_;
};

// Calls networks with an account: opens its secrets where it has any, keeps what the call renewed before it
// answers, and notes how it went. One call at a time for each account, because a token that renews others is
// good once.
//
// Blocks; from any thread but the event loops' and the writer's.
class AccountCalls {
 public:
  // All outlive this.
  struct Parts {
    const Channels& channels;
    store::Readers& readers;
    store::Writer& writer;
    const SecretBox& box;
    Random& random;
  };
  explicit AccountCalls(Parts parts) : parts_(parts) {}

  // not-found; what `ask` answers.
  template <class T>
  Result<T> call(const std::string& id, const std::function<Result<T>(Channel&, ChannelAccount&)>& ask) {
    const auto turn = hold(id);
    auto opened = open(id);
    if (!opened) return std::unexpected(opened.error());
    auto answer = ask(*opened->channel, opened->account);
    if (auto kept = close(opened->account, answer ? nullptr : &answer.error()); answer && !kept) {
      return std::unexpected(kept.error());
    }
    return answer;
  }

 private:
  struct Opened {
    ChannelAccount account{};
    Channel* channel = nullptr;
  };
  struct Turn {
    std::shared_ptr<std::mutex> mutex{};
    std::unique_lock<std::mutex> lock{};
  };
  Turn hold(const std::string& id);
  Result<Opened> open(const std::string& id);
  Result<void> close(const ChannelAccount& account, const Problem* problem);

  Parts parts_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<std::mutex>> turns_;
};

}  // namespace nigiwai::social
