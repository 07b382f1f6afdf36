#include "social/inbox/voices.h"

namespace nigiwai::social {

Result<std::vector<Voices::Account>> ChannelVoices::accounts() {
  return parts_.readers.read<std::vector<Account>>([](store::Database& db) -> Result<std::vector<Account>> {
    std::vector<Account> found;
    for (const auto& each : social::accounts(db)) found.push_back({each.id, each.network, each.name});
    return found;
  });
}

Result<HeardPage> ChannelVoices::heard(const Account& account, const std::string& since) {
  return parts_.calls.call<HeardPage>(
      account.id, [&](Channel& channel, ChannelAccount& opened) { return channel.heard(opened, since); });
}

Result<Published> ChannelVoices::publish(const Account& account, const Saying& saying) {
  return parts_.calls.call<Published>(
      account.id, [&](Channel& channel, ChannelAccount& opened) { return channel.publish(opened, saying); });
}

std::optional<Voices::Length> ChannelVoices::length(std::string_view network, std::string_view text) const {
  const auto* channel = parts_.channels.find(network);
  if (channel == nullptr) return std::nullopt;
  return Length{.is = channel->length_of(text), .most = channel->most_length()};
}

Voices::Names ChannelVoices::names(store::Database& db) const {
  Names names;
  for (const auto& each : parts_.channels.account_standings(db)) names[each.account.id] = each.account.name;
  return names;
}

}  // namespace nigiwai::social
