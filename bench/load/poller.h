// One epoll loop, and the sockets that load generators open: many, on loopback, from many addresses.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "load/clock.h"

struct epoll_event;

namespace nigiwai::bench {

// What went so wrong that the figures would be worthless: says it on stderr and ends the process.
[[noreturn]] void give_up(std::string_view why);

// Raises the limit of open files as far as it may, and answers it.
std::size_t raise_open_files();

class Poller {
 public:
  // Owns a descriptor; outlives its time in the poller.
  struct Handler {
    virtual ~Handler() = default;
    virtual void ready(std::uint32_t events) = 0;
  };

  Poller();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  void add(int fd, Handler& handler, std::uint32_t events);
  void change(int fd, Handler& handler, std::uint32_t events);
  void remove(int fd);
  // Waits until something is ready or `until_us` (of steady_us()) has come, and calls the handlers of what
  // is. A handler may remove or close itself, and nobody else.
  void run_once(std::int64_t until_us);

 private:
  int epoll_;
  std::vector<epoll_event> events_;
};

// 127.block.x.y, another one for every `index` (below 64,516): who comes from where is limited by address in
// a server, and a pair of addresses has no more than 28,000 ports.
std::uint32_t source_address(int block, std::size_t index);

// A non-blocking connection that is being made from `source` (0: any) to 127.0.0.1.
int connect_from(std::uint32_t source, int port);

// A listening socket on 127.0.0.1; `port` 0 takes any, and is answered.
int listen_on(int& port);

}  // namespace nigiwai::bench
