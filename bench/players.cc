// Players of a show on air: low-latency HLS as a browser loads it, with the books of each buffer kept.
//
//   bench_players --port PORT --path MEDIA_PLAYLIST --players N --seconds MOST
//
// Says {"ready"} once all play, then {"window"} every second, and {"total"} at the word "end".
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "load/control.h"
#include "load/hls.h"

namespace {

using namespace nigiwai::bench;

constexpr int kPlayersBlock = 5;  // of source addresses
constexpr std::int64_t kJoinEvery = kSecond / 50;

std::string to_json(const Watched& w) {
  return fmt::format(
      R"({{"playing":{},"parts":{},"bytes":{},"reloads":{},"stalls":{},"stalled_ms":{},"skipped":{},"refused":{},)"
      R"("reload":{},"part":{},"buffered":{}}})",
      w.playing, w.parts, w.bytes, w.reloads, w.stalls, w.stalled_us / 1000, w.skipped, w.refused,
      nigiwai::bench::to_json(w.reload), nigiwai::bench::to_json(w.part),
      nigiwai::bench::to_json(w.buffered));
}

}  // namespace

int main(int argc, char** argv) {
  int port = 0;
  std::size_t count = 10;
  double seconds = 60;
  std::string path;
  CLI::App app{"Players of a show on air"};
  app.add_option("--port", port)->required();
  app.add_option("--path", path)->required();
  app.add_option("--players", count)->check(CLI::Range(1, 5000));
  app.add_option("--seconds", seconds)->check(CLI::Range(1, 900));
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  Poller poller;
  Watched watched;
  bool ended = false;
  Words words(poller, [&](std::string_view word) { ended |= word == "end"; });
  std::vector<std::unique_ptr<HlsPlayer>> players;
  const auto began = steady_us();
  const auto last = began + static_cast<std::int64_t>(seconds * kSecond);
  // They come one after another, as people do, and not with the same part.
  auto join_at = began;
  while (watched.playing < static_cast<std::int64_t>(count) && !ended) {
    if (players.size() < count && steady_us() >= join_at) {
      join_at += kJoinEvery;
      players.push_back(std::make_unique<HlsPlayer>(poller, watched, port,
                                                    source_address(kPlayersBlock, players.size()), path));
      players.back()->begin();
    }
    poller.run_once(players.size() < count ? join_at : steady_us() + kSecond);
    if (steady_us() > last) give_up(fmt::format("only {} of {} players have begun", watched.playing, count));
  }
  say(fmt::format(R"({{"ready":{}}})", count));
  auto next = steady_us();
  std::int64_t told = 0;
  while (!ended && steady_us() < last) {
    if (steady_us() >= next) {
      say(fmt::format(R"({{"window":{{"stalls":{},"parts":{}}}}})", watched.stalls, watched.parts - told));
      told = watched.parts;
      next += kSecond;
    }
    poller.run_once(next);
  }
  say(fmt::format(R"({{"total":{}}})", to_json(watched)));
}
