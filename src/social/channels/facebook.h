// A Facebook page by the Pages API (developers.facebook.com/docs/pages-api).
//
// Settings: "id" of the page, "verify_token" of its webhook. Secrets: "access_token" (of the page, from a
// long-lived user token, so that it does not run out), "app_secret" (signs its webhooks).
#pragma once

#include "social/channels/graph.h"

namespace nigiwai::social {

inline constexpr std::size_t kFacebookCharacters = 63'206;

class Facebook final : public Channel {
 public:
  explicit Facebook(NetworkParts parts) : parts_(std::move(parts)) {}
  std::string_view network() const override { return "facebook"; }
  std::size_t most_length() const override { return kFacebookCharacters; }
  std::size_t length_of(std::string_view text) const override;

  Result<void> check(ChannelAccount& account) override;
  Result<Published> publish(ChannelAccount& account, const Saying& saying) override;
  Result<void> remove(ChannelAccount& account, const std::string& id) override;
  Result<SayingCounts> counts(ChannelAccount& account, const std::string& id) override;
  // Empty: Facebook tells by its webhook.
  Result<HeardPage> heard(ChannelAccount& account, const std::string& since) override;

 private:
  Result<NetworkAnswer> ask(const ChannelAccount& account, GraphCall call) const;

  NetworkParts parts_;
};

}  // namespace nigiwai::social
