#include "base/poller.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>

#include "base/check.h"

namespace nigiwai {

struct Poller::Inside : std::enable_shared_from_this<Inside> {
  explicit Inside(Executor executor) : ready(executor, ::epoll_create1(EPOLL_CLOEXEC)) {}

  void wait() {
    ready.async_wait(asio::posix::stream_descriptor::wait_read,
                     [self = shared_from_this()](boost::system::error_code error) {
                       if (!error) self->tell();
                     });
  }

  // Until nothing is left: what the loop is told of this epoll is an edge, too.
  void tell() {
    std::array<epoll_event, 256> events;
    while (ready.is_open()) {
      const int count =
          ::epoll_wait(ready.native_handle(), events.data(), static_cast<int>(events.size()), 0);
      if (count <= 0) break;
      for (int i = 0; i < count; ++i)
        static_cast<Wire::Watcher*>(events[static_cast<std::size_t>(i)].data.ptr)->wake();
      if (count < static_cast<int>(events.size())) break;
    }
    if (ready.is_open()) wait();
  }

  asio::posix::stream_descriptor ready;
};

class Poller::KernelWire final : public Wire {
 public:
  KernelWire(std::shared_ptr<Inside> inside, int descriptor)
      : inside_(std::move(inside)), descriptor_(descriptor) {}
  ~KernelWire() override { close(); }

  void watch(Watcher& watcher) override {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &watcher;
    ::epoll_ctl(inside_->ready.native_handle(), EPOLL_CTL_ADD, descriptor_, &event);
  }

  std::optional<std::size_t> write(std::string_view bytes) override {
    while (true) {
      const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent >= 0) return static_cast<std::size_t>(sent);
      if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
      if (errno != EINTR) return std::nullopt;
    }
  }

  std::optional<std::size_t> read(std::span<char> into) override {
    while (true) {
      const auto got = ::recv(descriptor_, into.data(), into.size(), MSG_DONTWAIT);
      if (got > 0) return static_cast<std::size_t>(got);
      if (got == 0) return std::nullopt;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
      if (errno != EINTR) return std::nullopt;
    }
  }

  void close() override {
    if (descriptor_ < 0) return;
    ::close(descriptor_);  // leaves the epoll by itself
    descriptor_ = -1;
  }

 private:
  std::shared_ptr<Inside> inside_;
  int descriptor_;
};

Poller::Poller(Executor executor) : inside_(std::make_shared<Inside>(std::move(executor))) {
  CHECK(inside_->ready.is_open(), "the kernel gives an epoll");
  inside_->wait();
}

Poller::~Poller() { stop(); }

std::unique_ptr<Wire> Poller::wire(int descriptor) {
  return std::make_unique<KernelWire>(inside_, descriptor);
}

void Poller::stop() {
  boost::system::error_code ignored;
  inside_->ready.close(ignored);
}

}  // namespace nigiwai
