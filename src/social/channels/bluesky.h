// Bluesky: posts as records in the account's repository (AT Protocol), by the lexicons of docs.bsky.app.
//
// Settings: "service" (the account's own server, https://bsky.social for most), "handle", "id" (its DID).
// Secrets: "app_password"; "access" and "refresh" of the session, renewed as they run out.
#pragma once

#include "social/channels/network.h"

namespace nigiwai::social {

inline constexpr std::size_t kBlueskyGraphemes = 300;      // app.bsky.feed.post, text: maxGraphemes
inline constexpr std::size_t kBlueskyPicture = 1'000'000;  // app.bsky.embed.images, image: maxSize

class Bluesky final : public Channel {
 public:
  explicit Bluesky(NetworkParts parts) : parts_(std::move(parts)) {}
  std::string_view network() const override { return "bluesky"; }
  std::size_t most_length() const override { return kBlueskyGraphemes; }
  std::size_t length_of(std::string_view text) const override;

  Result<void> check(ChannelAccount& account) override;
  // A saying that has a key gets a record key made of it: said again, it is found instead of told twice.
  Result<Published> publish(ChannelAccount& account, const Saying& saying) override;
  Result<void> remove(ChannelAccount& account, const std::string& id) override;
  Result<SayingCounts> counts(ChannelAccount& account, const std::string& id) override;
  // `since` is the time of the newest that was told.
  Result<HeardPage> heard(ChannelAccount& account, const std::string& since) override;

 private:
  Result<NetworkAnswer> ask(ChannelAccount& account, outbox::PeerRequest request);
  Result<void> renew(ChannelAccount& account);
  Result<void> begin(ChannelAccount& account);
  Result<boost::json::object> post_at(ChannelAccount& account, const std::string& uri);
  Result<boost::json::object> picture(ChannelAccount& account, const Saying& saying);
  std::string url(const ChannelAccount& account, std::string_view method) const;
  Published published(const ChannelAccount& account, const std::string& uri) const;

  NetworkParts parts_;
};

// The facets of app.bsky.richtext.facet: links and tags by their place in bytes of UTF-8.
boost::json::array bluesky_facets(std::string_view text);
// A record key in the form of a TID (atproto.com/specs/tid), the same for the same key.
std::string bluesky_record_key(std::string_view key);

}  // namespace nigiwai::social
