#include "media/ingest/browser/line.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <vector>

namespace nigiwai::media::ingest::browser {
namespace {

namespace websocket = timeline::websocket;
constexpr std::size_t kReadSize = std::size_t{64} << 10;
// Acknowledgements are a few bytes: a page that does not take them for so long has gone.
constexpr std::chrono::milliseconds kWritePatience{2'000};
// How long the page's last bytes are still read after a refusal: closing with unread bytes would take the
// sentence away.
constexpr std::chrono::milliseconds kLinger{1'000};

bool wait_for(int descriptor, short what, std::chrono::milliseconds patience) {
  pollfd one{.fd = descriptor, .events = what, .revents = 0};
  return ::poll(&one, 1, static_cast<int>(patience.count())) > 0;
}

}  // namespace

Line::Line(int descriptor, std::string_view already) : descriptor_(descriptor) {
  const int unacknowledged = kUnacknowledged_ms, buffer = kKernelBuffer, on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged, sizeof unacknowledged);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  feed(already);
}

Line::~Line() { ::close(descriptor_); }

std::optional<websocket::Message> Line::hear(std::chrono::milliseconds patience) {
  if (heard_.empty() && open_ && wait_for(descriptor_, POLLIN, patience)) {
    static thread_local std::array<char, kReadSize> buffer;
    const auto size = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size > 0) {
      feed({buffer.data(), static_cast<std::size_t>(size)});
    } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
      open_ = false;
    }
  }
  if (heard_.empty()) return std::nullopt;
  auto message = std::move(heard_.front());
  heard_.pop_front();
  return message;
}

void Line::feed(std::string_view bytes) {
  std::vector<websocket::Message> messages;
  const auto code = reader_.feed(bytes, messages);
  for (auto& message : messages) {
    if (!open_) return;
    switch (message.opcode) {
      case websocket::Opcode::kText:
      case websocket::Opcode::kBinary:
        heard_.push_back(std::move(message));
        break;
      case websocket::Opcode::kPing:
        write(websocket::server_frame(websocket::Opcode::kPong, message.payload));
        break;
      case websocket::Opcode::kClose:
        return close(websocket::kNormalClosure, "");
      case websocket::Opcode::kPong:
      case websocket::Opcode::kContinuation:
        break;
    }
  }
  if (code) close(*code, "This is not what a page may send.");
}

void Line::say(std::string_view text) { write(websocket::server_frame(websocket::Opcode::kText, text)); }

void Line::write(std::string_view bytes) {
  while (open_ && !bytes.empty()) {
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if ((errno != EAGAIN && errno != EINTR) || !wait_for(descriptor_, POLLOUT, kWritePatience)) {
      open_ = false;
    }
  }
}

void Line::close(std::uint16_t code, std::string_view reason) {
  if (!open_) return;
  write(websocket::close_frame(code, reason));
  if (!open_) return;
  open_ = false;
  ::shutdown(descriptor_, SHUT_WR);
  const auto deadline = std::chrono::steady_clock::now() + kLinger;
  std::array<char, 4096> unwanted;
  for (auto now = std::chrono::steady_clock::now(); now < deadline; now = std::chrono::steady_clock::now()) {
    if (!wait_for(descriptor_, POLLIN, std::chrono::ceil<std::chrono::milliseconds>(deadline - now))) return;
    if (::recv(descriptor_, unwanted.data(), unwanted.size(), MSG_DONTWAIT) <= 0) return;
  }
}

}  // namespace nigiwai::media::ingest::browser
