// The floors that nobody can beat: the bare system calls of what a server must do at the least.
//
//   bench_floor send --port PORT --frames FRAMES_A_SECOND --lines LINES_IN_A_FRAME --bytes BYTES_OF_A_FRAME
//   --seconds S bench_floor sync --folder FOLDER [--bytes 4096] --seconds S
//
// "send" is a room of its own for bench_crowd: it answers the handshake, waits for the word "go", then sends
// the same frame to every socket, one send() each, as often as told. "sync" appends and calls fdatasync, over
// and over.
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "load/control.h"
#include "load/histogram.h"
#include "load/voices.h"
#include "load/websocket.h"

namespace {

using namespace nigiwai::bench;

struct Settings {
  int port = 0, lines = 10;
  std::size_t bytes = 4096;
  double frames = 10, seconds = 5;
  std::string folder = ".";
};

std::string server_frame(std::string_view payload) {
  auto frame = client_frame(Opcode::kText, payload);
  const std::size_t head = frame.size() - payload.size() - 4;
  frame.erase(head, 4);  // a server does not mask
  frame[1] = static_cast<char>(frame[1] & 0x7f);
  return frame;
}

std::string room_frame(std::int64_t from, int lines, std::size_t bytes) {
  std::string events;
  for (int i = 0; i < lines; ++i)
    events +=
        (i > 0 ? "," : "") + event_of(from + i, fmt::format("つや感がすごくきれい t={} ", now_us() + i));
  auto frame = fmt::format(R"({{"from":{},"to":{},"events":[{}],"pad":")", from, from + lines - 1, events);
  if (frame.size() + 2 < bytes) frame.append(bytes - frame.size() - 2, 'x');
  return frame + "\"}";
}

// A reader that has shaken hands, and never says anything more.
struct Reader final : Poller::Handler {
  Reader(Poller& of, int socket) : poller(of), fd(socket) { poller.add(fd, *this, EPOLLIN); }
  ~Reader() override { ::close(fd); }
  void ready(std::uint32_t) override {
    char bytes[2048];
    const auto got = ::recv(fd, bytes, sizeof bytes, 0);
    if (got <= 0) return poller.remove(fd);
    asked.append(bytes, static_cast<std::size_t>(got));
    if (asked.find("\r\n\r\n") == std::string::npos) return;
    asked.clear();
    asked.shrink_to_fit();
    const auto answer =
        std::string(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            "Sec-WebSocket-Protocol: nigiwai.v1\r\n\r\n") +
        server_frame(R"({"from":1,"to":0,"events":[]})");
    if (::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) poller.remove(fd);
  }
  Poller& poller;
  int fd;
  std::string asked;
};

struct Door final : Poller::Handler {
  Door(Poller& of, int port) : poller(of), fd(listen_on(port)) { poller.add(fd, *this, EPOLLIN); }
  ~Door() override { ::close(fd); }
  void ready(std::uint32_t) override {
    for (;;) {
      const int socket = ::accept4(fd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket < 0) return;
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      readers.push_back(std::make_unique<Reader>(poller, socket));
    }
  }
  Poller& poller;
  int fd;
  std::vector<std::unique_ptr<Reader>> readers;
};

int send_floor(const Settings& settings) {
  Poller poller;
  Door door(poller, settings.port);
  bool go = false, ended = false;
  Words words(poller, [&](std::string_view word) { (word == "go" ? go : ended) = true; });
  say(R"({"ready":true})");
  while (!go && !ended) poller.run_once(steady_us() + kSecond);
  const auto frames = static_cast<std::int64_t>(settings.frames * settings.seconds);
  std::int64_t sends = 0, short_sends = 0, seq = 1;
  const auto began = steady_us();
  for (std::int64_t i = 0; i < frames && !ended;) {
    const auto due = began + static_cast<std::int64_t>(static_cast<double>(i) * kSecond / settings.frames);
    if (steady_us() < due) {
      poller.run_once(due);
      continue;
    }
    const auto frame = server_frame(room_frame(seq, settings.lines, settings.bytes));
    seq += settings.lines;
    ++i;
    for (const auto& reader : door.readers) {
      const auto sent = ::send(reader->fd, frame.data(), frame.size(), MSG_NOSIGNAL);
      short_sends += sent != static_cast<ssize_t>(frame.size());
      ++sends;
    }
  }
  // The last frame counts as received when it was read, so nobody hangs up before.
  say(fmt::format(R"({{"sends":{},"short":{},"lines":{},"seconds":{:.2f}}})", sends, short_sends, seq - 1,
                  static_cast<double>(steady_us() - began) / kSecond));
  while (!ended) poller.run_once(steady_us() + kSecond);
  return 0;
}

int sync_floor(const Settings& settings) {
  const auto path = settings.folder + "/floor";
  const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) give_up("no file to write in " + settings.folder);
  const std::string page(settings.bytes, 'x');
  Histogram took;
  const auto began = steady_us();
  const auto last = began + static_cast<std::int64_t>(settings.seconds * kSecond);
  while (steady_us() < last) {
    const auto from = steady_us();
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) give_up("the disk refused");
    took.add(steady_us() - from);
  }
  const auto seconds = static_cast<double>(steady_us() - began) / kSecond;
  ::close(file);
  ::unlink(path.c_str());
  say(fmt::format(R"({{"syncs":{},"per_second":{:.0f},"took":{}}})", took.count(),
                  static_cast<double>(took.count()) / seconds, to_json(took)));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app{"The bare system calls of what a server must do at the least"};
  app.require_subcommand(1);
  auto* send = app.add_subcommand("send");
  send->add_option("--port", settings.port)->required();
  send->add_option("--frames", settings.frames)->check(CLI::Range(0.1, 1000.0));
  send->add_option("--lines", settings.lines)->check(CLI::Range(0, 1000));
  send->add_option("--bytes", settings.bytes)->check(CLI::Range(1, 1'000'000));
  send->add_option("--seconds", settings.seconds)->check(CLI::Range(0.1, 900.0));
  auto* sync = app.add_subcommand("sync");
  sync->add_option("--folder", settings.folder);
  sync->add_option("--bytes", settings.bytes)->check(CLI::Range(1, 1'000'000));
  sync->add_option("--seconds", settings.seconds)->check(CLI::Range(0.1, 60.0));
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  return send->parsed() ? send_floor(settings) : sync_floor(settings);
}
