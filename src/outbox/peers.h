// Requests of ours to servers of others: webhooks of partners, social networks, the fediverse.
//
// Nobody can send us into our own network: an address that is private, of this machine or of no machine is
// refused at the moment of connecting, so that a name that changes its address gains nothing. Only https is
// spoken, certificates are checked, and no proxy is asked. Tests open single peers by --allow-private-peer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::outbox {

inline constexpr std::size_t kMostPeerBytes = 1U
                                              << 20U;  // of an answer: more than any API of ours reads says
inline constexpr std::size_t kMostPeerHeaders = 100;   // kept of an answer
inline constexpr Milliseconds kPeerConnects{5'000};
inline constexpr Milliseconds kPeerAnswers{15'000};

struct PeerHeader {
  std::string name{};
  std::string value{};
};

struct PeerRequest {
  std::string method = "GET";
  std::string url{};
  std::vector<PeerHeader> headers{};
  std::string body{};
  Milliseconds within = kPeerAnswers;       // from the first byte to the last
  std::size_t most_bytes = kMostPeerBytes;  // of the answer's body
  int redirects = 0;                        // followed at most, each held to the same rules; of a GET only
};

struct PeerAnswer {
  int status = 0;
  std::vector<PeerHeader> headers{};
  std::string body{};

  // The first header of this name in any case; empty when there is none.
  std::string_view header(std::string_view name) const;
};

class Peers {
 public:
  virtual ~Peers() = default;
  // Blocks until the peer answered; any status is an answer. From any thread but the event loops' and the
  // writer's.
  //
  // invalid: the URL is none that we ask. forbidden ("peer-forbidden"): it leads into a private network.
  // too-large: the answer is longer than wished. unavailable ("peer-away"): no answer within the time, with
  // libcurl's words.
  virtual Result<PeerAnswer> ask(const PeerRequest& request) = 0;
  // From any thread: what is under way ends soon with unavailable, and so does whatever is asked after.
  virtual void stop() {}
};

struct PeersOptions {
  std::string user_agent{};
  std::vector<std::string> private_peers{};  // "host:port" that may be asked all the same, by http too
};
std::unique_ptr<Peers> open_peers(PeersOptions options);

}  // namespace nigiwai::outbox
