// One reader's open connection to a room: a WebSocket, or a stream of server-sent events.
//
// Lives on one loop. Outgoing frames are shared buffers, written straight to the socket; a reader who does not keep
// up has its queue dropped and is later given what it missed (catch-up), so that nobody waits for it.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "http/caller.h"
#include "timeline/frame.h"
#include "timeline/websocket.h"

namespace nigiwai::timeline {

// Frames that may wait for a slow reader: about three seconds of ticks.
inline constexpr std::size_t kMostQueuedFrames = 32;
// What the kernel may hold for a reader: bounds what a dead one costs.
inline constexpr int kKernelSendBuffer = 64 * 1024;
// Without any sign of life for this long a WebSocket is closed; pings go out every third of it.
inline constexpr std::chrono::seconds kSilencePatience{60};
// Unacknowledged bytes for this long end the connection in the kernel.
inline constexpr int kUnacknowledgedMilliseconds = 20'000;
// Commands of one socket that may be undecided at once.
inline constexpr int kMostUndecided = 32;

class Socket : public std::enable_shared_from_this<Socket> {
 public:
  enum class Form { kWebSocket, kServerSent };
  struct Callbacks {
    std::function<void(Socket&, std::string)> message;  // a text message
    std::function<void(Socket&)> behind;                // its queue was dropped and has run dry: send catch-up
    std::function<void(Socket&)> closed;                // once; the socket is let go afterwards
  };

  Socket(boost::asio::ip::tcp::socket socket, Form form, const Clock& clock, Callbacks callbacks);

  // Begins to read; `already` came behind the handshake.
  void start(std::string already);
  // A room's tick. Dropped, and remembered as missed, when too many wait.
  void send(const SharedFrame& frame);
  // An answer or snapshot of its own; never dropped.
  void send_own(std::string bytes);
  // Pings, or closes after too long a silence. Called every few seconds.
  void tend();
  void close(std::uint16_t code, std::string_view reason);

  Form form() const { return form_; }
  bool is_closed() const { return closed_; }
  http::Caller caller;
  std::int64_t sent_to = 0;  // the last seq this reader was given
  std::optional<std::int64_t> from;  // where it asked to go on, when it came back
  int undecided = 0;

 private:
  struct Outgoing {
    std::shared_ptr<const void> owner;
    std::string_view bytes;
    bool tick;
  };
  void watch_readable();
  void on_readable();
  void take(std::string_view bytes);
  void flush();
  void end();

  boost::asio::ip::tcp::socket socket_;
  Form form_;
  const Clock& clock_;
  Callbacks callbacks_;
  websocket::FrameReader reader_;
  std::deque<Outgoing> queue_;
  std::size_t offset_ = 0;  // of the front, already written
  std::size_t ticks_queued_ = 0;
  bool waiting_writable_ = false;
  bool behind_ = false;
  bool closing_ = false;
  bool closed_ = false;
  SteadyTime last_heard_;
  SteadyTime last_ping_;
};

}  // namespace nigiwai::timeline
