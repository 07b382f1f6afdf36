#include "load/viewer.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>

namespace nigiwai::bench {
namespace {

std::array<char, 256 * 1024> receive_buffer;  // of the process: it has one loop

constexpr std::string_view kNatsHello =
    "CONNECT {\"verbose\":false,\"pedantic\":false,\"protocol\":1}\r\nSUB room 1\r\nPING\r\n";

}  // namespace

Viewer::~Viewer() {
  if (fd_ >= 0) ::close(fd_);
}

void Viewer::join() {
  fd_ = connect_from(source_, crowd_.port);
  crowd_.poller.add(fd_, *this, EPOLLIN | EPOLLOUT);
}

void Viewer::stop_reading(int receive_buffer_bytes) {
  if (fd_ < 0) return;
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
  crowd_.poller.remove(fd_);
}

void Viewer::leave(std::string_view why) {
  if (!joined_ && !crowd_.may_be_refused)
    give_up(fmt::format("a viewer was not let in ({}): {}", why, reader_.held().substr(0, 300)));
  ++(joined_ ? crowd_.tally.closed : crowd_.tally.refused);
  crowd_.poller.remove(fd_);
  ::close(fd_);
  fd_ = -1;
}

void Viewer::send(std::string_view bytes) {
  if (::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
    give_up("a viewer's own few bytes did not fit into an empty socket");
}

void Viewer::ready(std::uint32_t events) {
  if (!asked_) {
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) return leave("no connection");
    asked_ = true;
    crowd_.poller.change(fd_, *this, EPOLLIN);
    send(websocket_request(
        crowd_.path, crowd_.protocol == Protocol::kFrames ? "Sec-WebSocket-Protocol: nigiwai.v1\r\n" : ""));
    return;
  }
  const auto got = ::recv(fd_, receive_buffer.data(), receive_buffer.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return leave("closed");
  received_at_ = now_us();
  if (crowd_.counting) crowd_.tally.bytes += got;
  const bool ok =
      reader_.take({receive_buffer.data(), static_cast<std::size_t>(got)},
                   [this](Opcode opcode, std::string_view payload) { return take_frame(opcode, payload); });
  if (!ok) return leave("not understood");
  if (!joined_ && reader_.upgraded() && crowd_.protocol == Protocol::kLines) come_in();
}

void Viewer::come_in() {
  if (!joined_) ++crowd_.tally.joined;
  joined_ = true;
}

bool Viewer::take_frame(Opcode opcode, std::string_view payload) {
  if (opcode == Opcode::kPing) {
    send(client_frame(Opcode::kPong, payload));
    return true;
  }
  if (opcode == Opcode::kClose) return false;
  if (opcode == Opcode::kPong) return true;
  if (crowd_.counting) ++crowd_.tally.frames;
  return crowd_.protocol == Protocol::kNats ? take_nats(payload) : take_message(payload);
}

bool Viewer::take_message(std::string_view message) {
  const auto* stretch = crowd_.ledger.read(message);
  if (stretch == nullptr) return false;
  auto& tally = crowd_.tally;
  if (stretch->is_snapshot) {
    if (next_) ++tally.snapshots;
  } else if (next_) {
    if (stretch->from > *next_) tally.missed += stretch->from - *next_;
    if (stretch->to >= stretch->from && stretch->from < *next_)
      tally.doubled += std::min(*next_, stretch->to + 1) - stretch->from;
  }
  next_ = std::max(next_.value_or(0), stretch->to + 1);
  tally.deliveries += static_cast<std::int64_t>(stretch->posted.size());
  for (const auto posted : stretch->posted) tally.latency.add(received_at_ - posted);
  come_in();
  return true;
}

// Operations of the NATS client protocol, which know nothing of frames.
bool Viewer::take_nats(std::string_view bytes) {
  std::string all;
  if (!nats_.empty()) {
    all = std::move(nats_);
    nats_.clear();
    all += bytes;
    bytes = all;
  }
  for (;;) {
    const auto end = bytes.find("\r\n");
    if (end == std::string_view::npos) break;
    const auto line = bytes.substr(0, end);
    if (line.starts_with("MSG ")) {
      std::size_t size = 0;
      const auto digits = line.substr(line.rfind(' ') + 1);
      std::from_chars(digits.data(), digits.data() + digits.size(), size);
      if (bytes.size() < end + 2 + size + 2) break;
      if (!take_message(bytes.substr(end + 2, size))) return false;
      bytes.remove_prefix(end + 2 + size + 2);
      continue;
    }
    if (line.starts_with("-ERR")) return false;
    if (line.starts_with("INFO")) send(client_frame(Opcode::kBinary, kNatsHello));
    if (line.starts_with("PING")) send(client_frame(Opcode::kBinary, "PONG\r\n"));
    if (line.starts_with("PONG")) come_in();
    bytes.remove_prefix(end + 2);
  }
  nats_ = bytes;
  return true;
}

}  // namespace nigiwai::bench
