// The web server: HTTP/1.1 on plain TCP, one coroutine a connection, spread over the loops.
//
// Limits are here because everything a stranger can make grow has one.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "base/loops.h"
#include "base/result.h"
#include "http/router.h"

namespace nigiwai::http {

inline constexpr std::uint32_t kMostHeader = 16 * 1024;     // bytes of a request's head
inline constexpr std::ptrdiff_t kMostFields = 100;          // headers of a request; parameters of its target
inline constexpr std::chrono::seconds kHeaderPatience{15};  // to send a whole head
inline constexpr std::chrono::seconds kBodyPatience{60};    // to send a body
inline constexpr std::chrono::seconds kIdlePatience{75};    // between two requests of a connection
inline constexpr std::chrono::seconds kWritePatience{60};   // to take a chunk of an answer
inline constexpr std::chrono::seconds kLingerPatience{3};   // for the rest of a body that was refused
inline constexpr std::size_t kFileChunk = 256 * 1024;       // read from a file at a time

struct ServerOptions {
  std::string listen;                        // "127.0.0.1:8080", "[::1]:8080"
  std::vector<std::string> trusted_proxies;  // CIDRs whose X-Forwarded-For is believed
  std::size_t most_connections = 10'000;     // open HTTP connections; more are closed at once
};

class Server {
 public:
  // Listens at once; serves after start().
  static Result<std::unique_ptr<Server>> open(Loops& loops, Router& router, ServerOptions options);
  ~Server();
  void start();
  // No new connections and no new requests; those that run are finished.
  void stop();
  std::uint16_t port() const;
  std::size_t connections() const { return open_; }
  std::uint64_t requests() const { return requests_; }

  struct Inside;

 private:
  Server(Loops& loops, Router& router, ServerOptions options);
  Loops& loops_;
  Router& router_;
  ServerOptions options_;
  std::shared_ptr<Inside> inside_;
  std::atomic<std::size_t> open_{0};
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<bool> stopping_{false};
};

// "host:port" with a port from 0 to 65535; the host may stand in brackets.
struct Endpoint {
  std::string host;
  std::uint16_t port;
};
Result<Endpoint> parse_endpoint(const std::string& text, const std::string& field);

// Whether this is an address or a network such as 10.0.0.0/8, as --trusted-proxy takes it.
bool is_network(const std::string& text);

// The client's address: the last one in X-Forwarded-For that is not a trusted proxy's, when the peer is one.
std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies);

}  // namespace nigiwai::http
