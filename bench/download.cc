// Players that load files over and over, each byte of which is compared with what it should be.
//
//   bench_download --port PORT --list FILE [--connections K] --seconds S
//
// A line of the list is an address, a space, and the file with the bytes that must come.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

#include "load/control.h"
#include "load/histogram.h"
#include "load/http.h"

namespace {

using namespace nigiwai::bench;

struct Wanted {
  std::string path, bytes;
};

std::vector<Wanted> read_list(const std::string& path) {
  std::vector<Wanted> all;
  std::ifstream list(path);
  for (std::string address, file; list >> address >> file;) {
    std::ifstream in(file, std::ios::binary);
    all.push_back({address, std::string(std::istreambuf_iterator<char>(in), {})});
    if (all.back().bytes.empty()) give_up(file + " is empty");
  }
  if (all.empty()) give_up(path + " lists nothing");
  return all;
}

class Players {
 public:
  Players(Poller& poller, int port, std::size_t count, const std::vector<Wanted>& list)
      : poller_(poller), list_(list) {
    for (std::size_t i = 0; i < count; ++i) {
      players_.push_back(std::make_unique<Player>(*this, port, i));
      players_.back()->next = i * 7919 % list.size();
    }
  }
  std::string run(double seconds) {
    const auto began = steady_us();
    last_ = began + static_cast<std::int64_t>(seconds * kSecond);
    for (auto& player : players_) ask(*player);
    while (steady_us() < last_) poller_.run_once(last_);
    const auto took = static_cast<double>(steady_us() - began) / kSecond;
    return fmt::format(R"({{"answers":{},"bytes":{},"seconds":{:.3f},"per_second":{:.0f},"latency":{}}})",
                       latency_.count(), bytes_, took, static_cast<double>(latency_.count()) / took,
                       to_json(latency_));
  }

 private:
  struct Player final : HttpConnection::User {
    Player(Players& of, int port, std::size_t index)
        : players(of), http(of.poller_, *this, port, source_address(4, index)) {}
    void answered(HttpConnection&, const Response& response) override { players.take(*this, response); }
    void broke(HttpConnection&) override { give_up("a player's connection broke"); }
    Players& players;
    std::size_t next = 0;
    HttpConnection http;
  };

  void ask(Player& player) { player.http.send(request("GET", list_[player.next].path, "", "")); }
  void take(Player& player, const Response& response) {
    const auto& wanted = list_[player.next];
    if (response.status != 200 || response.body != wanted.bytes)
      give_up(fmt::format("{} was answered with {} and {} bytes, not 200 and the right {}", wanted.path,
                          response.status, response.body.size(), wanted.bytes.size()));
    latency_.add(steady_us() - player.http.sent_at());
    bytes_ += static_cast<std::int64_t>(response.body.size());
    player.next = (player.next + 1) % list_.size();
    if (steady_us() < last_) ask(player);
  }

  Poller& poller_;
  const std::vector<Wanted>& list_;
  std::vector<std::unique_ptr<Player>> players_;
  Histogram latency_;
  std::int64_t bytes_ = 0, last_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  int port = 0;
  std::size_t connections = 100;
  double seconds = 5;
  std::string list;
  CLI::App app{"Players that load files over and over"};
  app.add_option("--port", port)->required();
  app.add_option("--list", list)->required();
  app.add_option("--connections", connections)->check(CLI::Range(1, 10'000));
  app.add_option("--seconds", seconds)->check(CLI::Range(0.1, 300.0));
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  const auto wanted = read_list(list);
  Poller poller;
  Players players(poller, port, connections, wanted);
  say(players.run(seconds));
}
