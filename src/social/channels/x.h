// X by its API v2 (docs.x.com).
//
// Settings: "client_id", "id" and "handle" of the user. Secrets: "client_secret" (of a confidential client,
// or empty), "access_token", "refresh_token": each is good once and comes with the next.
#pragma once

#include "social/channels/network.h"

namespace nigiwai::social {

inline constexpr std::size_t kXWeight = 280;         // docs.x.com/fundamentals/counting-characters
inline constexpr std::size_t kXPicture = 5'000'000;  // docs.x.com/x-api/media: images, 5 MB

class X final : public Channel {
 public:
  explicit X(NetworkParts parts) : parts_(std::move(parts)) {}
  std::string_view network() const override { return "x"; }
  std::size_t most_length() const override { return kXWeight; }
  std::size_t length_of(std::string_view text) const override;

  Result<void> check(ChannelAccount& account) override;
  Result<Published> publish(ChannelAccount& account, const Saying& saying) override;
  Result<void> remove(ChannelAccount& account, const std::string& id) override;
  Result<SayingCounts> counts(ChannelAccount& account, const std::string& id) override;
  // `since` is the id of the newest that was told.
  Result<HeardPage> heard(ChannelAccount& account, const std::string& since) override;

 private:
  Result<NetworkAnswer> ask(ChannelAccount& account, outbox::PeerRequest request);
  Result<void> renew(ChannelAccount& account);
  Result<std::string> picture(ChannelAccount& account, const Saying& saying);
  std::string url(const ChannelAccount& account, std::string_view path) const;

  NetworkParts parts_;
};

}  // namespace nigiwai::social
