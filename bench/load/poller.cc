#include "load/poller.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace nigiwai::bench {
namespace {

constexpr int kEventsAtOnce = 512;
constexpr std::size_t kHostsInBlock = 254;

sockaddr_in address_of(std::uint32_t host, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(host);
  return address;
}

}  // namespace

void give_up(std::string_view why) {
  fmt::print(stderr, "{}\n", why);
  std::_Exit(1);
}

std::size_t raise_open_files() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), events_(kEventsAtOnce) {}

Poller::~Poller() { ::close(epoll_); }

void Poller::add(int fd, Handler& handler, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &handler;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0)
    give_up(fmt::format("epoll: {}", std::strerror(errno)));
}

void Poller::change(int fd, Handler& handler, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &handler;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event);
}

void Poller::remove(int fd) { ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr); }

void Poller::run_once(std::int64_t until_us) {
  // Rounded down and asked again: waking a millisecond late would spoil the pacing, a short spin does not.
  const auto patience = std::clamp<std::int64_t>((until_us - steady_us()) / 1000, 0, 1000);
  const int count = ::epoll_wait(epoll_, events_.data(), kEventsAtOnce, static_cast<int>(patience));
  for (int i = 0; i < count; ++i) {
    const auto& event = events_[static_cast<std::size_t>(i)];
    static_cast<Handler*>(event.data.ptr)->ready(event.events);
  }
}

std::uint32_t source_address(int block, std::size_t index) {
  const auto x = static_cast<std::uint32_t>(index / kHostsInBlock % kHostsInBlock + 1);
  const auto y = static_cast<std::uint32_t>(index % kHostsInBlock + 1);
  return 127u << 24 | static_cast<std::uint32_t>(block) << 16 | x << 8 | y;
}

int connect_from(std::uint32_t source, int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) give_up(fmt::format("no socket: {}", std::strerror(errno)));
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (source != 0) {
    // The port is chosen when the peer is known, so that one port serves many peers.
    ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    const auto from = address_of(source, 0);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0)
      give_up(fmt::format("no address of its own: {}", std::strerror(errno)));
  }
  const auto to = address_of(INADDR_LOOPBACK, port);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS)
    give_up(fmt::format("no connection to port {}: {}", port, std::strerror(errno)));
  return fd;
}

int listen_on(int& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  auto address = address_of(INADDR_LOOPBACK, port);
  socklen_t size = sizeof address;
  if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(fd, 4096) != 0)
    give_up(fmt::format("cannot listen on port {}: {}", port, std::strerror(errno)));
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return fd;
}

}  // namespace nigiwai::bench
