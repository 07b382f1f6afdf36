// Where LINE, Facebook and Instagram tell what is said to us. Each account has an address of its own, and
// only what its network signed is read.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>

#include "http/router.h"
#include "social/channels/accounts.h"
#include "social/channels/incoming.h"
#include "social/channels/network.h"
#include "store/readers.h"

namespace nigiwai::social {

class HookRoutes {
 public:
  struct Parts {  // all outlive the server
    store::Writer& writer;
    store::Readers& readers;
    Random& random;
    const Clock& clock;
    const SecretBox& box;
    NetworkParts network;
  };
  explicit HookRoutes(Parts parts) : parts_(std::move(parts)) {}
  ~HookRoutes() { stop(); }
  void add_to(http::Router& router);  // this must outlive the router
  // Waits for the questions under way. After the peers', before the writer's.
  void stop() { threads_.join(); }

 private:
  Task<http::Response> verify(http::Request& request);
  Task<http::Response> take(http::Request& request);
  // LINE tells who wrote by an id alone: asks for the names, of some, where few are asked for already.
  Task<void> name(const ChannelAccount& account, std::vector<Notice>& notices);
  Result<std::vector<Notice>> read(const http::Request& request, const ChannelAccount& account) const;

  Parts parts_;
  std::atomic<int> naming_{0};
  asio::thread_pool threads_{1};
};

}  // namespace nigiwai::social
