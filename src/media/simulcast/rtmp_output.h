// One connection to another service's RTMP server (rtmp://, rtmps://), through libavformat: the show's coded
// frames as they are, in FLV.
//
// An address in a private network is refused when it is connected to. Over rtmps:// certificates are checked.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "media/cmaf/packager.h"

namespace nigiwai::media::simulcast {

// Without a byte moved for so long the connection counts as dead.
inline constexpr Milliseconds kStuck{10'000};

// A seam, so that the relay's rules can be tested without a network.
class Output {
 public:
  virtual ~Output() = default;
  // Connects and says what comes. unavailable: why not, without the stream key.
  virtual Result<void> open(const Init& init) = 0;
  // The frames of one part; the first part after open() begins with a key frame.
  virtual Result<void> send(const PartSamples& samples) = 0;
  virtual void close() = 0;
  // From any thread: what blocks ends soon.
  virtual void stop() = 0;
};

struct Address {
  std::string url{};  // rtmp://host[:port]/app, without the key
  std::string key{};
};

// Names "/url" or "/key". What a stream key may hold is left to the service; it is one line without spaces.
Result<void> check_address(const Address& address);

// `private_peers`: "host:port" in our own network that may be sent to all the same.
std::unique_ptr<Output> rtmp_output(Address address, std::vector<std::string> private_peers);

}  // namespace nigiwai::media::simulcast
