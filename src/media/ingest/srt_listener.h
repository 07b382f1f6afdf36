// The SRT listener: many publishers on one port, MPEG-TS inside.
//
// A publisher is judged by its stream id (stream_target.h) before the connection is accepted, and refused
// with the codes of SRT's access control: unauthorized for a wrong key, not found, conflict. A show may ask
// for a passphrase; then the connection must be encrypted with it.
//
// Threads: one accepts, and each publisher has one of its own, because libsrt and libavformat read by
// blocking. The Gate is asked on a thread of libsrt's; a Feed is used by its publisher's thread alone. The
// Gate must outlive the listener.
//
// Process-wide: libsrt is started with the first listener and cleaned up at exit.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "media/ingest/gate.h"

namespace nigiwai::media::ingest {

struct SrtLimits {
  // Each holds a thread and up to 12 MiB of libsrt's buffer.
  int publishers = 32;
  // As for RTMP: whoever is silent for so long is gone.
  std::chrono::milliseconds idle{15'000};
};

class SrtListener {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 9710;  // 0: any free one
    // How long a lost packet may be asked for again: four round trips within a country. It is added to the
    // delay of the show; the encoder may ask for more.
    std::chrono::milliseconds latency{120};
    SrtLimits limits{};
  };

  // Listens at once. Fails with kUnavailable "listen" when the address cannot be had.
  static Result<std::unique_ptr<SrtListener>> open(Gate& gate, Options options);
  ~SrtListener();
  SrtListener(const SrtListener&) = delete;
  SrtListener& operator=(const SrtListener&) = delete;

  std::uint16_t port() const;

  // Takes no more publishers, closes those there are and waits until their Feeds are destroyed. Not to be
  // called from a Feed.
  void stop();

 private:
  class State;
  explicit SrtListener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace nigiwai::media::ingest
