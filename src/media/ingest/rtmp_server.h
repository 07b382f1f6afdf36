// The RTMP server: many publishers on one port.
//
// Written by hand because no library serves several publishers: librtmp's server side refuses ffmpeg, and
// libavformat's listener takes one publisher a port. It publishes only; nobody can play from it.
//
// Threads: everything (accepting, all sessions, all calls to the Gate and the Feeds) happens on the executor
// given to open(). It must run on one thread, or be a strand. The Gate must outlive the server, and the
// server is stopped and destroyed on that executor, or after it has come to rest.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/net.h"
#include "base/result.h"
#include "media/ingest/gate.h"

namespace nigiwai::media::ingest {

struct RtmpLimits {
  // Each may hold 9 MiB of half-read messages (rtmp_chunk.h), and no brand runs more shows at a time.
  int connections = 64;
  // Those that are not publishing yet have shown no key: strangers must not take the places of publishers.
  int connections_without_key = 16;
  // From the connection to publishing. Encoders take well below a second, also from far away.
  std::chrono::milliseconds time_to_publish{10'000};
  // A network that is silent for so long is gone; the encoder would otherwise be refused when it comes back,
  // because it is "already publishing".
  std::chrono::milliseconds idle{15'000};
};

class RtmpServer {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 1935;  // 0: any free one
    RtmpLimits limits{};
  };

  // Listens at once. Fails with kUnavailable "listen" when the address cannot be had.
  static Result<std::unique_ptr<RtmpServer>> open(Executor executor, Gate& gate, Options options);
  ~RtmpServer();
  RtmpServer(const RtmpServer&) = delete;
  RtmpServer& operator=(const RtmpServer&) = delete;

  std::uint16_t port() const;

  // Takes no more connections, closes those there are and destroys their Feeds before it returns.
  void stop();

 private:
  struct State;
  explicit RtmpServer(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace nigiwai::media::ingest
