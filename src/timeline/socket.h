// One reader's open connection to a room: a WebSocket, or a stream of server-sent events.
//
// Lives on one loop. Outgoing frames are shared buffers, written straight to the wire; a reader who does not
// keep up has its queue dropped and is later given what it missed (catch-up), so that nobody waits for it.
// One that waits holds no buffer: ten thousand of them are what a room is made of.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/wire.h"
#include "http/caller.h"
#include "timeline/frame.h"
#include "timeline/websocket.h"

namespace nigiwai::timeline {

// Frames that may wait for a slow reader: about three seconds of ticks.
inline constexpr std::size_t kMostQueuedFrames = 32;
// What the kernel may hold for a reader (it doubles this for its own book-keeping): bounds what a dead one
// costs. A busy room's tick is 3 kB, so that five fit.
inline constexpr int kKernelSendBuffer = 16 * 1024;
// Without any sign of life for this long a WebSocket is closed; pings go out every third of it.
inline constexpr std::chrono::seconds kSilencePatience{60};
// Unacknowledged bytes, or a window that stays shut, for this long end the connection in the kernel.
inline constexpr int kUnacknowledgedMilliseconds = 20'000;
// Commands of one socket that may be undecided at once.
inline constexpr int kMostUndecided = 32;
// Answers and pongs that may wait for a reader.
inline constexpr std::size_t kMostOwnQueued = 256;
// Bytes of a reader taken at one go: many times what those commands come to.
inline constexpr std::size_t kMostReadAtOnce = std::size_t{1024} * 1024;

// Bounds what the kernel keeps for a reader of this descriptor.
void bound_kernel_buffers(int descriptor);

class Socket final : public Wire::Watcher, public std::enable_shared_from_this<Socket> {
 public:
  enum class Form : std::uint8_t { kWebSocket, kServerSent };
  // Who keeps the sockets of a loop. Outlives them.
  class Keeper {
   public:
    virtual void on_message(Socket& socket, std::string text) = 0;
    virtual void on_behind(Socket& socket) = 0;  // its queue was dropped and has run dry: send catch-up
    virtual void on_closed(Socket& socket) = 0;  // once; keeps it until the loop's present turn is over

   protected:
    ~Keeper() = default;
  };

  Socket(std::unique_ptr<Wire> wire, Form form, std::shared_ptr<const std::string> show, const Clock& clock,
         Keeper& keeper);

  // Begins to read; `already` came behind the handshake.
  void start(std::string_view already);
  // A room's tick. Where too many wait, those behind the last own stretch are dropped, and on_behind() brings
  // what was in them.
  void send(const SharedFrame& frame);
  // Has the processor fetch what send() needs, before it is called.
  void fetch() const {
    __builtin_prefetch(this);
    __builtin_prefetch(&form_);
    __builtin_prefetch(wire_.get());
    __builtin_prefetch(caller_.get());
  }
  // An answer or a pong of its own; never dropped.
  void send_own(std::string bytes) { send_own(std::move(bytes), Kind::kOwn); }
  // A catch-up of its own up to this seq; never dropped.
  void send_stretch(std::string bytes, std::int64_t to);
  // Pings, or closes after too long a silence. Called every few seconds.
  void tend();
  void close(std::uint16_t code, std::string_view reason);

  void wake() override;

  Form form() const { return form_; }
  bool is_closed() const { return closed_; }
  const std::string& show() const { return *show_; }
  const http::Caller& caller() const { return *caller_; }
  void now_is(http::Caller caller);

  std::int64_t sent_to = 0;  // the last seq this reader was given, or will be by what waits
  std::int64_t from = 0;     // where it asked to go on, when it came back
  int undecided = 0;
  std::uint32_t place = 0;  // among its keeper's

 private:
  enum class Kind : std::uint8_t { kTick, kStretch, kOwn };
  struct Outgoing {
    std::shared_ptr<const void> owner;
    std::string_view bytes;
    Kind kind;
    std::int64_t from = 0;  // of a tick
  };
  // What waits for the wire; there only while something does.
  struct Backlog {
    std::deque<Outgoing> queue;
    std::size_t offset = 0;  // of the front, already written
    std::size_t ticks = 0;
  };
  void take(std::string_view bytes);
  void send_own(std::string bytes, Kind kind);
  void put(Outgoing out);
  void drop_ticks();
  void flush();
  void end();

  std::unique_ptr<Wire> wire_;
  std::shared_ptr<const std::string> show_;
  std::shared_ptr<const http::Caller> caller_;
  const Clock& clock_;
  Keeper& keeper_;
  std::unique_ptr<Backlog> backlog_;
  std::unique_ptr<websocket::FrameReader> reader_;  // there only within an unfinished message
  SteadyTime last_heard_;
  SteadyTime last_ping_;
  Form form_;
  bool behind_ = false;
  bool closing_ = false;
  bool closed_ = false;
};

}  // namespace nigiwai::timeline
