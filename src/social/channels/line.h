// LINE by its Messaging API (developers.line.biz): announcements to all friends of an official account.
//
// Settings: "id" (the account's user id, which its webhooks call "destination"), "handle". Secrets:
// "access_token" (a long-lived channel access token), "channel_secret" (by which its webhooks are signed).
#pragma once

#include "social/channels/network.h"

namespace nigiwai::social {

inline constexpr std::size_t kLineUnits = 5000;  // text message: UTF-16 code units

class Line final : public Channel {
 public:
  explicit Line(NetworkParts parts) : parts_(std::move(parts)) {}
  std::string_view network() const override { return "line"; }
  std::size_t most_length() const override { return kLineUnits; }
  std::size_t length_of(std::string_view text) const override;

  Result<void> check(ChannelAccount& account) override;
  // Broadcasts, or sends to the one person who is answered. The same key is taken by LINE once.
  Result<Published> publish(ChannelAccount& account, const Saying& saying) override;
  // conflict: LINE takes nothing back.
  Result<void> remove(ChannelAccount& account, const std::string& id) override;
  // Who opened it, once twenty people did.
  Result<SayingCounts> counts(ChannelAccount& account, const std::string& id) override;
  // Empty: LINE tells by its webhook.
  Result<HeardPage> heard(ChannelAccount& account, const std::string& since) override;

 private:
  Result<NetworkAnswer> ask(const ChannelAccount& account, outbox::PeerRequest request) const;

  NetworkParts parts_;
};

// A message of a friend as our id of it, and back to whom it came from: LINE answers people, not messages.
std::string line_message_id(std::string_view user, std::string_view message);
std::string line_user_of(std::string_view id);
// A friend's name as LINE shows it; empty when LINE does not tell within two seconds. Blocks.
std::string line_name_of(const NetworkParts& parts, const ChannelAccount& account, std::string_view user);
// A UUID, the same for the same key.
std::string uuid_of(std::string_view key);

}  // namespace nigiwai::social
