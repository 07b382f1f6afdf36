// One viewer of a room: nigiwai's, or a peer that carries the same lines.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "load/histogram.h"
#include "load/ledger.h"
#include "load/poller.h"
#include "load/websocket.h"

namespace nigiwai::bench {

enum class Protocol {
  kFrames,  // nigiwai: frames that say which stretch of seq they cover
  kLines,   // nginx nchan, npm ws: a message is a line
  kNats,    // NATS in WebSocket frames
};

// What all viewers of a process got. Plain, so that it may stand in memory that processes share.
struct Tally {
  std::int64_t joined = 0, refused = 0, closed = 0;
  std::int64_t frames = 0, bytes = 0;
  std::int64_t deliveries = 0;  // of a line to a viewer
  std::int64_t lines = 0;       // different ones
  std::int64_t missed = 0;      // seqs that were never covered, over all viewers
  std::int64_t doubled = 0;     // seqs that were covered again
  std::int64_t snapshots = 0;   // after the first: this viewer was too slow and skipped
  Histogram latency;            // from posting to the last byte of its frame
};

// What the viewers of a process share.
struct Crowd {
  Poller& poller;
  Protocol protocol;
  int port = 0;
  std::string path;
  Ledger ledger{};
  Tally tally{};
  bool counting = false;
  bool may_be_refused = false;  // then a refusal is a figure; otherwise it ends the run
};

class Viewer final : public Poller::Handler {
 public:
  Viewer(Crowd& crowd, std::uint32_t source) : crowd_(crowd), source_(source) {}
  ~Viewer() override;
  Viewer(const Viewer&) = delete;
  Viewer& operator=(const Viewer&) = delete;

  void join();
  bool joined() const { return joined_; }
  bool closed() const { return fd_ < 0; }
  // Reads nothing from now on, and keeps the connection open. `receive_buffer` bounds what the kernel goes on
  // taking for it.
  void stop_reading(int receive_buffer);

  void ready(std::uint32_t events) override;

 private:
  void leave(std::string_view why);
  void send(std::string_view bytes);
  bool take_frame(Opcode opcode, std::string_view payload);
  bool take_nats(std::string_view bytes);
  bool take_message(std::string_view message);
  void come_in();

  Crowd& crowd_;
  std::uint32_t source_;
  int fd_ = -1;
  bool asked_ = false, joined_ = false;
  std::optional<std::int64_t> next_;  // the seq to come
  std::int64_t received_at_ = 0;
  FrameReader reader_;
  std::string nats_;  // what is not a whole message of NATS yet
};

}  // namespace nigiwai::bench
