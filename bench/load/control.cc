#include "load/control.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cstdio>

namespace nigiwai::bench {

void say(std::string_view json) {
  fmt::print("{}\n", json);
  std::fflush(stdout);
}

Words::Words(Poller& poller, std::function<void(std::string_view)> take)
    : poller_(poller), take_(std::move(take)) {
  poller_.add(STDIN_FILENO, *this, EPOLLIN);
}

void Words::ready(std::uint32_t) {
  char bytes[256];
  const auto got = ::read(STDIN_FILENO, bytes, sizeof bytes);
  if (got <= 0) {
    poller_.remove(STDIN_FILENO);
    return take_("end");
  }
  held_.append(bytes, static_cast<std::size_t>(got));
  for (auto end = held_.find('\n'); end != std::string::npos; end = held_.find('\n')) {
    const auto word = held_.substr(0, end);
    held_.erase(0, end + 1);
    take_(word);
  }
}

}  // namespace nigiwai::bench
