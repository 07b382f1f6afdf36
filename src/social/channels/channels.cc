#include "social/channels/channels.h"

namespace nigiwai::social {

void Channels::add(std::unique_ptr<Channel> channel) { add(*own_.emplace_back(std::move(channel))); }

void Channels::add(Channel& channel) {
  by_network_.insert_or_assign(std::string(channel.network()), &channel);
}

Channel* Channels::find(std::string_view network) const {
  const auto found = by_network_.find(network);
  return found == by_network_.end() ? nullptr : found->second;
}

std::vector<AccountStanding> Channels::account_standings(store::Database& db) const {
  auto all = social::account_standings(db);
  for (const auto& [network, channel] : by_network_) {
    for (auto& own : channel->own_accounts(db)) all.push_back({.account = std::move(own)});
  }
  return all;
}

Result<AccountStanding> Channels::account_standing(store::Database& db, const std::string& id) const {
  auto added = social::account_standing(db, id);
  if (added) return added;
  for (const auto& [network, channel] : by_network_) {
    for (auto& own : channel->own_accounts(db)) {
      if (own.id == id) return AccountStanding{.account = std::move(own)};
    }
  }
  return added;
}

AccountCalls::Turn AccountCalls::hold(const std::string& id) {
  Turn turn;
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(turns_, [](const auto& each) { return each.second.expired(); });
    turn.mutex = turns_[id].lock();
    if (!turn.mutex) turns_[id] = turn.mutex = std::make_shared<std::mutex>();
  }
  turn.lock = std::unique_lock(*turn.mutex);
  return turn;
}

Result<AccountCalls::Opened> AccountCalls::open(const std::string& id) {
  auto account = parts_.readers.read<ChannelAccount>([&](store::Database& db) -> Result<ChannelAccount> {
    auto opened = open_account(db, parts_.box, id);
    if (opened || opened.error().kind != Kind::kNotFound) return opened;
    // One of our own has nothing to be opened.
    auto own = parts_.channels.account_standing(db, id);
    if (!own) return std::unexpected(own.error());
    return std::move(own->account);
  });
  if (!account) return std::unexpected(account.error());
  auto* channel = parts_.channels.find(account->network);
  if (channel == nullptr) {
    return fail(Kind::kUnavailable, "unavailable", "This server does not speak with this network.");
  }
  return Opened{.account = *std::move(account), .channel = channel};
}

Result<void> AccountCalls::close(const ChannelAccount& account, const Problem* problem) {
  return on_writer<void>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<void> {
    note_call(t, account.id, problem);
    if (!account.secrets_renewed) return {};
    return keep_secrets(t, parts_.box, parts_.random, account);
  });
}

}  // namespace nigiwai::social
