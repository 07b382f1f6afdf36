// A professional Instagram account by the Instagram API with Instagram Login
// (developers.facebook.com/docs/instagram-platform).
//
// Settings: "id" and "handle" of the account, "verify_token" of its webhook, "pending" (the container of a
// saying that was not told to be published yet). Secrets: "access_token" (long-lived, 60 days, renewed here
// every week; "renewed_at" in seconds), "app_secret" (signs its webhooks).
#pragma once

#include "social/channels/graph.h"

namespace nigiwai::social {

inline constexpr std::size_t kInstagramCharacters = 2200;  // caption
inline constexpr std::size_t kInstagramTags = 30;          // hashtags of a caption

class Instagram final : public Channel {
 public:
  explicit Instagram(NetworkParts parts) : parts_(std::move(parts)) {}
  std::string_view network() const override { return "instagram"; }
  std::size_t most_length() const override { return kInstagramCharacters; }
  std::size_t length_of(std::string_view text) const override;
  bool needs_picture() const override { return true; }

  Result<void> check(ChannelAccount& account) override;
  // A container is made of the picture, and published once Instagram has fetched it. One that is not ready
  // answers unavailable, and the next try of the same key goes on with it.
  Result<Published> publish(ChannelAccount& account, const Saying& saying) override;
  // conflict: Instagram lets no program take a picture back.
  Result<void> remove(ChannelAccount& account, const std::string& id) override;
  Result<SayingCounts> counts(ChannelAccount& account, const std::string& id) override;
  // Empty: Instagram tells by its webhook.
  Result<HeardPage> heard(ChannelAccount& account, const std::string& since) override;

 private:
  Result<NetworkAnswer> ask(const ChannelAccount& account, GraphCall call) const;
  Result<void> renew_in_time(ChannelAccount& account);
  Result<std::string> container(ChannelAccount& account, const Saying& saying);
  Result<Published> published(const ChannelAccount& account, const std::string& id) const;
  Result<Published> newest_with(const ChannelAccount& account, const std::string& caption) const;

  NetworkParts parts_;
};

}  // namespace nigiwai::social
