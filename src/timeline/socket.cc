#include "timeline/socket.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>

namespace nigiwai::timeline {

namespace asio = boost::asio;

Socket::Socket(asio::ip::tcp::socket socket, Form form, const Clock& clock, Callbacks callbacks)
    : socket_(std::move(socket)),
      form_(form),
      clock_(clock),
      callbacks_(std::move(callbacks)),
      last_heard_(clock.steady()),
      last_ping_(clock.steady()) {
  const int descriptor = socket_.native_handle();
  const int buffer = kKernelSendBuffer, unacknowledged = kUnacknowledgedMilliseconds, unsent = 16 * 1024;
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged, sizeof unacknowledged);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
}

void Socket::start(std::string already) {
  if (!already.empty()) take(already);
  if (!closed_) watch_readable();
}

void Socket::watch_readable() {
  socket_.async_wait(asio::ip::tcp::socket::wait_read, [self = shared_from_this()](boost::system::error_code error) {
    if (self->closed_) return;
    if (error) return self->end();
    self->on_readable();
  });
}

void Socket::on_readable() {
  // One buffer a thread: a socket that waits holds none.
  static thread_local std::array<char, 64 * 1024> buffer;
  boost::system::error_code error;
  const auto got = socket_.read_some(asio::buffer(buffer), error);
  if (error == asio::error::would_block) return watch_readable();
  if (error || got == 0) return end();
  take(std::string_view(buffer.data(), got));
  if (!closed_) watch_readable();
}

void Socket::take(std::string_view bytes) {
  last_heard_ = clock_.steady();
  if (form_ == Form::kServerSent) return;  // nothing is expected from there
  std::vector<websocket::Message> messages;
  const auto code = reader_.feed(bytes, messages);
  for (auto& message : messages) {
    if (closed_ || closing_) return;
    switch (message.opcode) {
      case websocket::Opcode::kText: callbacks_.message(*this, std::move(message.payload)); break;
      case websocket::Opcode::kPing: send_own(websocket::server_frame(websocket::Opcode::kPong, message.payload)); break;
      case websocket::Opcode::kClose: return close(websocket::kNormalClosure, "");
      case websocket::Opcode::kBinary: return close(websocket::kUnsupportedData, "Messages are JSON text.");
      case websocket::Opcode::kPong:
      case websocket::Opcode::kContinuation: break;
    }
  }
  if (code) close(*code, "This is not what a client may send.");
}

void Socket::send(const SharedFrame& frame) {
  if (closed_ || closing_) return;
  if (behind_) return;
  if (ticks_queued_ >= kMostQueuedFrames) {
    // Keep only what is half written and what is this reader's own; the rest is caught up from the journal.
    behind_ = true;
    const auto keep_front = offset_ > 0 ? 1 : 0;
    for (auto it = queue_.begin() + keep_front; it != queue_.end();) it = it->tick ? queue_.erase(it) : it + 1;
    ticks_queued_ = keep_front != 0 && queue_.front().tick ? 1 : 0;
    return;
  }
  queue_.push_back({frame, form_ == Form::kWebSocket ? frame->websocket : frame->server_sent, true});
  ++ticks_queued_;
  sent_to = std::max(sent_to, frame->to);
  flush();
}

void Socket::send_own(std::string bytes) {
  if (closed_ || closing_) return;
  auto owned = std::make_shared<const std::string>(std::move(bytes));
  queue_.push_back({owned, *owned, false});
  flush();
}

void Socket::flush() {
  while (!queue_.empty() && !waiting_writable_ && !closed_) {
    const auto rest = queue_.front().bytes.substr(offset_);
    const auto sent = ::send(socket_.native_handle(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return end();
    if (sent > 0) offset_ += static_cast<std::size_t>(sent);
    if (offset_ == queue_.front().bytes.size()) {
      if (queue_.front().tick) --ticks_queued_;
      queue_.pop_front();
      offset_ = 0;
      continue;
    }
    waiting_writable_ = true;
    socket_.async_wait(asio::ip::tcp::socket::wait_write, [self = shared_from_this()](boost::system::error_code error) {
      self->waiting_writable_ = false;
      if (self->closed_) return;
      if (error) return self->end();
      self->flush();
    });
  }
  if (closed_ || !queue_.empty()) return;
  if (closing_) return end();
  if (behind_) {
    behind_ = false;
    callbacks_.behind(*this);
  }
}

void Socket::tend() {
  if (closed_) return;
  const auto now = clock_.steady();
  if (form_ == Form::kServerSent) {
    // A comment line keeps proxies from closing a quiet stream, and finds a reader that has gone.
    if (now - last_ping_ >= kSilencePatience / 3) {
      last_ping_ = now;
      send_own(": still here\n\n");
    }
    return;
  }
  if (now - last_heard_ >= kSilencePatience) return end();
  if (now - last_heard_ >= kSilencePatience / 3 && now - last_ping_ >= kSilencePatience / 3) {
    last_ping_ = now;
    send_own(websocket::server_frame(websocket::Opcode::kPing, ""));
  }
}

void Socket::close(std::uint16_t code, std::string_view reason) {
  if (closed_ || closing_) return;
  if (form_ == Form::kWebSocket) {
    auto owned = std::make_shared<const std::string>(websocket::close_frame(code, reason));
    queue_.push_back({owned, *owned, false});
  }
  closing_ = true;
  flush();
}

void Socket::end() {
  if (closed_) return;
  closed_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
  queue_.clear();
  // The callback lets go of the room's pointer; keep this alive until it has returned.
  const auto self = shared_from_this();
  callbacks_.closed(*this);
}

}  // namespace nigiwai::timeline
