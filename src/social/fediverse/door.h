// The inbox's door: lets in what is signed by whom it says it is from.
//
// Blocks while a key is asked for, so it runs on threads of its own; how many may wait is limited, and a
// server that is over its measure is told to come again later.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>

#include "http/router.h"
#include "social/fediverse/incoming.h"
#include "social/fediverse/signature.h"

namespace nigiwai::social::fediverse {

// Threads that may wait for the servers of others: one slow server keeps one of them for 15 s.
inline constexpr std::size_t kDoorThreads = 4;
// Deliveries that may wait for them, with their bodies: 16 MB.
inline constexpr int kMostAtDoor = 64;
// Of one address, before anything is known of it, and of one server once its signature is right: a big server
// passes on what a whole evening's audience does.
inline const http::Rate kKnocking{"deliveries of an address", 300, Milliseconds(100)};
inline const http::Rate kEntering{"deliveries of a server", 600, Milliseconds(200)};

class Door {
 public:
  struct Parts {  // all outlive this
    store::Writer& writer;
    store::Readers& readers;
    const Clock& clock;
    Remotes& remotes;
    TakingParts taking;
  };
  explicit Door(Parts parts) : parts_(std::move(parts)), limits_(parts_.clock) {}
  ~Door() { threads_.join(); }
  // With those that are inside let in or turned away; after Peers::stop(), so that none of them waits long.
  void stop() {
    stopping_ = true;
    threads_.join();
  }
  // What came with a POST to an inbox.
  struct Knock {
    std::string signature{};  // the header
    SignedRequest request{};
    std::string body{};
  };
  // unauthorized: not signed, or not by its actor. On the caller's loop.
  Task<Result<Taken>> open(Knock knock);
  // On a thread of the door's, for what else has to wait there: the making of a key.
  Task<Result<bool>> aside(std::function<Result<bool>()> work);

 private:
  Result<Taken> let_in(const Knock& knock);
  Result<RemoteActor> verified(const Knock& knock, const Signature& signature);

  Parts parts_;
  http::RateLimits limits_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> waiting_{0};
  boost::asio::thread_pool threads_{kDoorThreads};
};

}  // namespace nigiwai::social::fediverse
