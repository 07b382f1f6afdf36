// A WebSocket to a page, read and written by one thread that waits: whoever sends a picture has a thread of
// its own.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "timeline/websocket.h"

namespace nigiwai::media::ingest::browser {

// A recorder's piece of a tenth of a second is 30 kB, with a key frame some 200 kB; pages cut what is larger.
inline constexpr std::size_t kMostMessage = std::size_t{1} << 20;
// Unacknowledged bytes for this long end the connection in the kernel.
inline constexpr int kUnacknowledged_ms = 15'000;
// What the kernel may hold of a page's pieces before we read them: half a second at 2.5 Mbit/s. What does not
// fit waits on the page, which sees it and sends less.
inline constexpr int kKernelBuffer = 160 * 1024;

class Line {
 public:
  // Takes over a connected socket; `already` came behind the handshake.
  Line(int descriptor, std::string_view already);
  ~Line();
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  // The next text or binary message, or nothing when none came within `patience` or ever will (is_open()).
  // Answers pings.
  std::optional<timeline::websocket::Message> hear(std::chrono::milliseconds patience);
  void say(std::string_view text);
  // Tells the page why, and lets it read that.
  void close(std::uint16_t code, std::string_view reason);
  bool is_open() const { return open_; }

 private:
  void feed(std::string_view bytes);
  void write(std::string_view bytes);

  const int descriptor_;
  bool open_ = true;
  timeline::websocket::FrameReader reader_{kMostMessage};
  std::deque<timeline::websocket::Message> heard_;
};

}  // namespace nigiwai::media::ingest::browser
