// A crowd of viewers in one room, and the floor that no room can beat.
//
//   bench_crowd watch PORT SHOW VIEWERS SECONDS    joins, prints "ready", waits for a line, prints "counting"
//   bench_crowd floor VIEWERS BYTES SENDS          the bare send() of so many bytes to so many sockets, so
//   often
//
// Each prints one line of JSON. Of every frame the crowd reads the WebSocket header and counts; every
// hundredth viewer also reads what is inside: the lines of chat, and how long ago each was posted, which
// stands in its text as "t=<ms>".
#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::size_t kReadEvery = 100;  // viewers, of which one reads what it gets
constexpr int kEventsAtOnce = 512;

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void raise_open_files() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

struct Tally {
  std::int64_t frames = 0, bytes = 0, closed = 0;
  std::int64_t lines_read = 0, readers = 0;
  std::vector<double> ages;  // ms from posting to receipt, by the readers
};

// One viewer: the bytes that are not a whole frame yet, or how many of a frame are still to be passed over.
struct Viewer {
  int fd = -1;
  bool joined = false;  // the handshake's answer was read
  bool reads = false;
  std::string held{};
  std::size_t skip = 0;
};

std::size_t count_lines(std::string_view frame, Tally& tally) {
  std::size_t lines = 0;
  const auto arrived = now_ms();
  for (std::size_t at = frame.find("t="); at != std::string_view::npos; at = frame.find("t=", at + 2)) {
    double posted = 0;
    const auto* end = frame.data() + frame.size();
    if (std::from_chars(frame.data() + at + 2, end, posted).ec == std::errc() && posted > 1e12) {
      tally.ages.push_back(arrived - posted);
      ++lines;
    }
  }
  return lines;
}

// Takes what was received of `viewer` and counts whole frames.
void take(Viewer& viewer, std::string_view bytes, Tally& tally, bool counting) {
  if (counting) tally.bytes += static_cast<std::int64_t>(bytes.size());
  const auto passed = std::min(viewer.skip, bytes.size());
  viewer.skip -= passed;
  bytes.remove_prefix(passed);
  if (bytes.empty()) return;
  viewer.held.append(bytes);
  if (!viewer.joined) {
    const auto end = viewer.held.find("\r\n\r\n");
    if (end == std::string::npos) return;
    if (viewer.held.compare(0, 12, "HTTP/1.1 101") != 0)
      give_up("the room refused: " + viewer.held.substr(0, 300));
    viewer.held.erase(0, end + 4);
    viewer.joined = true;
  }
  std::string_view rest = viewer.held;
  while (rest.size() >= 2) {
    std::size_t head = 2, size = static_cast<unsigned char>(rest[1]) & 0x7f;
    const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (rest.size() < head + more) break;
    if (more > 0) {
      size = 0;
      for (std::size_t i = 0; i < more; ++i) size = size << 8 | static_cast<unsigned char>(rest[head + i]);
      head += more;
    }
    const bool text = (static_cast<unsigned char>(rest[0]) & 0x0f) == 1;
    if ((static_cast<unsigned char>(rest[0]) & 0x0f) == 9) {  // a ping: an empty pong, masked by nothing
      static constexpr unsigned char kPong[] = {0x8a, 0x80, 0, 0, 0, 0};
      (void)::send(viewer.fd, kPong, sizeof kPong, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    if (viewer.reads && rest.size() < head + size) break;
    if (counting && text) ++tally.frames;
    if (viewer.reads && text && counting)
      tally.lines_read += static_cast<std::int64_t>(count_lines(rest.substr(head, size), tally));
    const auto here = std::min(head + size, rest.size());
    viewer.skip = head + size - here;
    rest.remove_prefix(here);
  }
  viewer.held.erase(0, viewer.held.size() - rest.size());
  if (viewer.held.empty()) viewer.held.shrink_to_fit();
}

void join(Viewer& viewer, int port, const std::string& show) {
  viewer.fd = ::socket(AF_INET, SOCK_STREAM, 0);
  const auto address = loopback(port);
  if (viewer.fd < 0 ||
      ::connect(viewer.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    give_up(fmt::format("a viewer could not connect: {}", std::strerror(errno)));
  }
  const auto request = fmt::format(
      "GET /api/shows/{}/timeline HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: Upgrade\r\nUpgrade: "
      "websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: "
      "nigiwai.v1\r\n\r\n",
      show, port);
  if (::send(viewer.fd, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    give_up("a viewer could not ask");
  ::fcntl(viewer.fd, F_SETFL, O_NONBLOCK);
}

// Reads whatever has come until `until`, or until `enough` says so.
template <typename Enough>
void listen(int poll, std::vector<Viewer>& viewers, Tally& tally, bool counting, Seconds most,
            Enough enough) {
  std::vector<epoll_event> events(kEventsAtOnce);
  std::vector<char> buffer(64 * 1024);
  const auto began = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - began < most && !enough()) {
    const int ready = ::epoll_wait(poll, events.data(), kEventsAtOnce, 50);
    for (int i = 0; i < ready; ++i) {
      auto& viewer = viewers[events[static_cast<std::size_t>(i)].data.u64];
      const auto got = ::recv(viewer.fd, buffer.data(), buffer.size(), 0);
      if (got > 0) {
        take(viewer, {buffer.data(), static_cast<std::size_t>(got)}, tally, counting);
      } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        ++tally.closed;
        ::close(viewer.fd);
      }
    }
  }
}

double percentile(const std::vector<double>& sorted, double part) {
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

int watch(int port, const std::string& show, std::size_t count, double seconds) {
  raise_open_files();
  std::vector<Viewer> viewers(count);
  Tally tally;
  const int poll = ::epoll_create1(0);
  for (std::size_t i = 0; i < count; ++i) {
    viewers[i].reads = i % kReadEvery == 0;
    tally.readers += viewers[i].reads;
    join(viewers[i], port, show);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, viewers[i].fd, &event);
    // The listen queue and the first frames are worked off as we go.
    if (i % 200 == 199) listen(poll, viewers, tally, false, Seconds(0.05), [] { return false; });
  }
  const auto all_joined = [&] {
    return std::all_of(viewers.begin(), viewers.end(), [](const Viewer& v) { return v.joined; });
  };
  listen(poll, viewers, tally, false, Seconds(60), all_joined);
  if (!all_joined()) give_up("not every viewer came in within a minute");
  fmt::print("ready\n");
  std::fflush(stdout);
  char line[16];
  if (std::fgets(line, sizeof line, stdin) == nullptr) return 1;
  // What came while we waited is no measure of anything.
  listen(poll, viewers, tally, false, Seconds(1), [] { return false; });
  fmt::print("counting\n");
  std::fflush(stdout);
  listen(poll, viewers, tally, true, Seconds(seconds), [] { return false; });
  std::sort(tally.ages.begin(), tally.ages.end());
  fmt::print(
      R"({{"frames":{},"bytes":{},"closed":{},"readers":{},"lines_read":{},"p50":{:.1f},"p99":{:.1f},"max":{:.1f}}})"
      "\n",
      tally.frames, tally.bytes, tally.closed, tally.readers, tally.lines_read, percentile(tally.ages, 0.5),
      percentile(tally.ages, 0.99), tally.ages.empty() ? 0 : tally.ages.back());
  return 0;
}

// A child receives and throws away; we send, and count our own CPU.
int floor(std::size_t count, std::size_t bytes, int sends) {
  raise_open_files();
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, 4096) != 0)
    give_up("no port");
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  const auto child = ::fork();
  if (child == 0) {
    const int poll = ::epoll_create1(0);
    for (std::size_t i = 0; i < count; ++i) {
      const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
      if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::_Exit(1);
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.fd = fd;
      ::epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    }
    std::vector<epoll_event> events(kEventsAtOnce);
    std::vector<char> buffer(64 * 1024);
    for (std::size_t open = count; open > 0;) {
      const int ready = ::epoll_wait(poll, events.data(), kEventsAtOnce, -1);
      for (int i = 0; i < ready; ++i) {
        if (::recv(events[static_cast<std::size_t>(i)].data.fd, buffer.data(), buffer.size(), 0) <= 0) {
          ::close(events[static_cast<std::size_t>(i)].data.fd);
          --open;
        }
      }
    }
    std::_Exit(0);
  }
  std::vector<int> sockets;
  for (std::size_t i = 0; i < count; ++i) {
    sockets.push_back(::accept(listener, nullptr, nullptr));
    const int on = 1;
    ::setsockopt(sockets.back(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  const std::string frame(bytes, 'x');
  std::int64_t short_sends = 0;
  const auto before = cpu_seconds();
  for (int i = 0; i < sends; ++i) {
    for (const int fd : sockets)
      short_sends +=
          ::send(fd, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size());
  }
  const auto used = cpu_seconds() - before;
  for (const int fd : sockets) ::close(fd);
  ::waitpid(child, nullptr, 0);
  fmt::print(R"({{"cpu_us_per_send":{:.3f},"short":{}}})"
             "\n",
             used * 1e6 / (static_cast<double>(count) * sends), short_sends);
  return 0;
}

std::int64_t whole(const char* text) {
  std::int64_t value = 0;
  const auto* end = text + std::strlen(text);
  const auto read = std::from_chars(text, end, value);
  if (read.ec != std::errc() || read.ptr != end || value <= 0)
    give_up(fmt::format("'{}' is not a number above 0", text));
  return value;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  if (what == "watch" && count == 6) {
    return watch(static_cast<int>(whole(arguments[2])), arguments[3],
                 static_cast<std::size_t>(whole(arguments[4])), static_cast<double>(whole(arguments[5])));
  }
  if (what == "floor" && count == 5) {
    return floor(static_cast<std::size_t>(whole(arguments[2])), static_cast<std::size_t>(whole(arguments[3])),
                 static_cast<int>(whole(arguments[4])));
  }
  give_up("usage: bench_crowd watch PORT SHOW VIEWERS SECONDS | bench_crowd floor VIEWERS BYTES SENDS");
}
