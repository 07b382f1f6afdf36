// One social network as we use it: say something there, see how it went, hear what is answered.
//
// One file a network behind this interface. Calls block (they ask the network) and run on a thread of their
// own, never on an event loop or the writer's. A network that is busy or broken answers with `unavailable`
// or `too-many` (retry_after says when to try again); anything else is final for what was asked.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

namespace nigiwai::social {

// Whose voice: one account of the shop, or of one of its staff, on one network.
struct ChannelAccount {
  std::string id{};
  std::string network{};           // "x", "instagram", "facebook", "line", "bluesky", "fediverse"
  std::string name{};              // as people see it there, such as "@urumi@example.social"
  std::string staff{};             // empty: the shop's own
  boost::json::object settings{};  // the network's ids and addresses, no secrets
  boost::json::object secrets{};   // kept sealed; a call may renew them, and the caller keeps them then
  bool secrets_renewed = false;
};

struct Saying {
  std::string text{};         // plain; holds its link where the network makes one of it
  std::string link{};         // tracked, empty for none
  std::string picture{};      // path of a file on this machine, JPEG or PNG; empty for none
  std::string picture_alt{};  // what the picture shows, for those who do not see it
  std::string picture_url{};  // the same picture for networks that fetch it themselves
  std::string language = "ja";
  std::string answer_to{};  // the network's id of what this answers; empty for none
  std::string key{};        // the same at every try of the same saying, where a network knows repeats by one
};

struct Published {
  std::string id{};   // the network's
  std::string url{};  // where people see it, may be empty
};

struct SayingCounts {
  std::optional<std::int64_t> impressions{};  // nothing where the network does not tell
  std::optional<std::int64_t> likes{};
  std::optional<std::int64_t> shares{};
  std::optional<std::int64_t> replies{};
};

struct Heard {
  enum class Kind { kReply, kMention };
  Kind kind = Kind::kReply;
  std::string id{};  // the network's
  std::string author{};
  std::string author_url{};
  std::string text{};       // plain
  std::string answer_to{};  // the network's id of ours that it answers; empty for a mention
  std::string url{};
  WallTime at{};
};

struct HeardPage {
  std::vector<Heard> items{};  // the oldest first
  std::string next{};          // to be given as `since` the next time
};

class Channel {
 public:
  virtual ~Channel() = default;
  virtual std::string_view network() const = 0;
  // How long a text may be, as the network counts it (UTF-16 units, graphemes, weighted…).
  virtual std::size_t most_length() const = 0;
  virtual std::size_t length_of(std::string_view text) const = 0;
  virtual bool needs_picture() const { return false; }
  // Accounts that nobody has to add because they are ours, the shop's first; none on other people's networks.
  virtual std::vector<ChannelAccount> own_accounts(store::Database&) const { return {}; }

  // Whether the account's secrets are good; renews what can be.
  virtual Result<void> check(ChannelAccount& account) = 0;
  virtual Result<Published> publish(ChannelAccount& account, const Saying& saying) = 0;
  virtual Result<void> remove(ChannelAccount& account, const std::string& id) = 0;
  virtual Result<SayingCounts> counts(ChannelAccount& account, const std::string& id) = 0;
  // What was said to us since then; an empty page where the network tells us by itself or not at all.
  virtual Result<HeardPage> heard(ChannelAccount& account, const std::string& since) = 0;
};

}  // namespace nigiwai::social
