// Channel accounts over HTTP: added, checked, signed in again, removed. Secrets go in and never come out.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>

#include "http/router.h"
#include "social/channels/channels.h"
#include "social/channels/network.h"
#include "store/writing.h"

namespace nigiwai::social {

// Calls to networks that the studio may wait for at once: each takes a thread for up to a quarter of a
// minute.
inline constexpr int kMostCallsWaiting = 8;
inline constexpr std::size_t kCallThreads = 2;

struct ChannelParts {  // all outlive the server
  store::Writer& writer;
  store::Readers& readers;
  Random& random;
  const Clock& clock;
  const SecretBox& box;
  const Channels& channels;
  AccountCalls& calls;
  std::string origin{};
  std::vector<std::string> private_peers{};
};

class ChannelRoutes {
 public:
  explicit ChannelRoutes(ChannelParts parts) : parts_(std::move(parts)) {}
  ~ChannelRoutes() { stop(); }
  void add_to(http::Router& router);  // this must outlive the router
  // Waits for the calls under way. After the peers', before the writer's.
  void stop() { threads_.join(); }

 private:
  using Answer = Task<http::Response>;
  Answer list(http::Request& request);
  Answer post(http::Request& request);
  Answer check(http::Request& request);
  Answer put_credentials(http::Request& request);
  Answer remove(http::Request& request);
  Answer told(const std::string& id, int status, bool owner);
  boost::json::object shown(const AccountStanding& standing, bool owner) const;
  Result<std::string> add(ChannelAccount account, const http::Caller& by);
  Result<void> sign_in(const std::string& id, const boost::json::object& given, const http::Caller& by);

  // Runs what blocks on a thread of its own; unavailable when too many wait already.
  template <class T>
  Task<Result<T>> aside(std::function<Result<T>()> work);

  ChannelParts parts_;
  std::atomic<int> waiting_{0};
  asio::thread_pool threads_{kCallThreads};
};

}  // namespace nigiwai::social
