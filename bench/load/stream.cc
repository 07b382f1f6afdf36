#include "load/stream.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace nigiwai::bench {
namespace {

std::array<char, 64 * 1024> receive_buffer;  // of the process: it has one loop

}  // namespace

Stream::Stream(Poller& poller, int port, std::uint32_t source, Callbacks callbacks)
    : poller_(poller), callbacks_(std::move(callbacks)), fd_(connect_from(source, port)) {
  poller_.add(fd_, *this, EPOLLIN | EPOLLOUT);
}

void Stream::close() {
  if (fd_ < 0) return;
  poller_.remove(fd_);
  ::close(fd_);
  fd_ = -1;
}

void Stream::fail() {
  close();
  if (callbacks_.broke) callbacks_.broke();
}

void Stream::send(std::string_view bytes) {
  queue_ += bytes;
  if (connected_) flush();
}

void Stream::flush() {
  if (fd_ < 0) return;
  while (!queue_.empty()) {
    const auto sent = ::send(fd_, queue_.data(), queue_.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) break;
    if (sent < 0) return fail();
    queue_.erase(0, static_cast<std::size_t>(sent));
  }
  if (queue_.empty() == !wants_write_) return;
  wants_write_ = !queue_.empty();
  poller_.change(fd_, *this, wants_write_ ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void Stream::ready(std::uint32_t events) {
  if (!connected_) {
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) return fail();
    connected_ = true;
    if (callbacks_.connected) callbacks_.connected();
    flush();
  } else if ((events & EPOLLOUT) != 0) {
    flush();
  }
  if (fd_ < 0 || (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
  const auto got = ::recv(fd_, receive_buffer.data(), receive_buffer.size(), 0);
  if (got > 0) callbacks_.received({receive_buffer.data(), static_cast<std::size_t>(got)});
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) fail();
}

}  // namespace nigiwai::bench
