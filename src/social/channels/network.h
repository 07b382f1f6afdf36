// What all networks have in common: how they are asked, and what their answers mean to us.
#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "outbox/peers.h"
#include "social/channels/channel.h"

namespace nigiwai::social {

// Where a network says nothing of when to come again.
inline constexpr Milliseconds kUsualPatience{60'000};
// A network that wants us to wait for longer is asked again after this all the same.
inline constexpr Milliseconds kLongestPatience{24 * 3600 * 1000};

struct NetworkParts {  // both outlive the channels
  outbox::Peers& peers;
  const Clock& clock;
  std::vector<std::string> private_peers{};  // "host:port"
};

// "host:port" of a URL, in lower case; empty when it is none.
std::string peer_of(const std::string& url);
// Where the network is asked: its own address, or the account's setting "base" when that is a peer which
// tests opened.
std::string base_of(const NetworkParts& parts, const ChannelAccount& account, std::string_view own);

// Percent-encoded for a query or a form (RFC 3986 2.3).
std::string encoded(std::string_view text);
struct FormField {
  std::string_view name{};
  std::string value{};
};
// name=value&…
std::string form_of(std::initializer_list<FormField> fields);
std::string base64_of(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view message);  // 32 bytes
std::string sha256(std::string_view message);                             // 32 bytes
std::string hex_of(std::string_view bytes);

outbox::PeerRequest json_request(std::string method, std::string url, const boost::json::object& body);

// Text, number or object at the end of the path; empty, nothing or null where one part is absent or of
// another kind.
std::string text_at(const boost::json::object& object, std::initializer_list<std::string_view> path);
std::optional<std::int64_t> whole_at(const boost::json::object& object,
                                     std::initializer_list<std::string_view> path);
const boost::json::object* object_at(const boost::json::object& object,
                                     std::initializer_list<std::string_view> path);
const boost::json::array* array_at(const boost::json::object& object,
                                   std::initializer_list<std::string_view> path);

struct NetworkAnswer {
  int status = 0;
  boost::json::object body{};  // empty where the body is no JSON object
  bool is_json = false;
  outbox::PeerAnswer raw{};
  bool good() const { return status >= 200 && status < 300; }
};
// Asks, and reads what comes as JSON; a status of any kind is an answer. unavailable: no answer, or one
// longer than any of theirs.
Result<NetworkAnswer> ask_network(const NetworkParts& parts, const outbox::PeerRequest& request,
                                  std::string_view network);

// The problem of an answer that is not good: 429 too-many, 5xx unavailable, all else "channel-refused" with
// the network's own words. A good answer that lacks what it should hold is unavailable, too.
struct Refusal {
  std::string_view network{};  // as people call it
  std::string said{};          // the network's own words
  Milliseconds patience = kUsualPatience;
};
std::unexpected<Problem> refused(const NetworkAnswer& answer, const Refusal& refusal);
std::unexpected<Problem> nonsense(std::string_view network);
// Until the moment that a header tells in seconds since 1970; kUsualPatience when it tells none.
Milliseconds patience_until(const NetworkParts& parts, const NetworkAnswer& answer,
                            std::initializer_list<std::string_view> headers);

struct PictureFile {
  std::string bytes{};
  std::string media_type{};  // image/jpeg, image/png
};
// A picture that is to be said. conflict ("channel-picture"): longer than the network takes, neither JPEG nor
// PNG, or not there.
Result<PictureFile> read_picture(const std::string& path, std::size_t most_bytes, std::string_view network);

// conflict ("channel-length") when the text is longer than the network takes.
Result<void> check_length(const Channel& channel, const Saying& saying, std::string_view network);

}  // namespace nigiwai::social
