// A TCP connection that carries bytes both ways, for protocols that are not HTTP.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "load/poller.h"

namespace nigiwai::bench {

class Stream final : public Poller::Handler {
 public:
  struct Callbacks {
    std::function<void()> connected;
    std::function<void(std::string_view)> received;
    std::function<void()> broke;  // by the other side; the stream is closed then
  };
  Stream(Poller& poller, int port, std::uint32_t source, Callbacks callbacks);
  ~Stream() override { close(); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // What does not fit now goes out as soon as it does.
  void send(std::string_view bytes);
  // Bytes that the other side has not made room for.
  std::size_t queued() const { return queue_.size(); }
  bool is_open() const { return fd_ >= 0; }
  void close();

  void ready(std::uint32_t events) override;

 private:
  void flush();
  void fail();

  Poller& poller_;
  Callbacks callbacks_;
  int fd_;
  bool connected_ = false;
  bool wants_write_ = true;
  std::string queue_;
};

}  // namespace nigiwai::bench
