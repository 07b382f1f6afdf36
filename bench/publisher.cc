// Encoders that send one FLV in real time over RTMP, each under a key of its own.
//
//   bench_publisher --port PORT --flv FILE --seconds S --key KEY…
//
// Says {"ready"} once all may publish, waits for the word "go", sends for S seconds (the file from its start
// again where it is shorter), and says {"sent"}: how much, and how far the server let any of them fall
// behind.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "load/control.h"
#include "load/flv.h"
#include "load/rtmp.h"

namespace {

using namespace nigiwai::bench;

constexpr std::int64_t kInPatience = 30 * kSecond;

struct Encoder {
  std::unique_ptr<RtmpPublisher> to;
  std::size_t next = 0;      // tag
  std::uint32_t offset = 0;  // ms, of the round of the file
  std::int64_t since = 0;    // when bytes began to wait for the server; 0 when none do
};

}  // namespace

int main(int argc, char** argv) {
  int port = 0;
  double seconds = 60;
  std::string path;
  std::vector<std::string> keys;
  CLI::App app{"Encoders that send one FLV in real time over RTMP"};
  app.add_option("--port", port)->required();
  app.add_option("--flv", path)->required();
  app.add_option("--seconds", seconds)->check(CLI::Range(1, 900));
  app.add_option("--key", keys)->required();
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  const auto flv = read_flv(path);
  Poller poller;
  bool go = false, ended = false;
  Words words(poller, [&](std::string_view word) { (word == "go" ? go : ended) = true; });

  std::vector<Encoder> encoders(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    encoders[i].to = std::make_unique<RtmpPublisher>(poller, port, keys[i]);
    const auto in_by = steady_us() + kInPatience;
    while (!encoders[i].to->is_publishing() && !encoders[i].to->is_broken() && steady_us() < in_by)
      poller.run_once(steady_us() + kSecond / 10);
    if (!encoders[i].to->is_publishing())
      give_up(fmt::format("the server let {} of {} encoders in", i, keys.size()));
  }
  say(R"({"ready":true})");
  while (!go && !ended) poller.run_once(steady_us() + kSecond / 10);

  const auto began = steady_us();
  const auto last = began + static_cast<std::int64_t>(seconds * kSecond);
  std::int64_t bytes = 0, tags = 0, behind = 0, broken = 0;
  for (auto now = began; now < last && !ended; now = steady_us()) {
    const auto clock = static_cast<std::uint32_t>((now - began) / 1000);
    auto next = clock + 20;
    for (auto& encoder : encoders) {
      if (encoder.to->is_broken()) continue;
      for (;;) {
        const auto& tag = flv.tags[encoder.next];
        const auto at = encoder.offset + tag.at_ms;
        // A second from the file's start again the headers come again too, as after a cut of the encoder.
        if (at > clock) {
          next = std::min(next, at);
          break;
        }
        encoder.to->send(tag.type, at, tag.body);
        bytes += static_cast<std::int64_t>(tag.body.size());
        ++tags;
        if (++encoder.next == flv.tags.size()) {
          encoder.next = 0;
          encoder.offset += flv.length_ms + 33;
        }
      }
      if (encoder.to->queued() == 0)
        encoder.since = 0;
      else if (encoder.since == 0)
        encoder.since = now;
      else
        behind = std::max(behind, now - encoder.since);
    }
    poller.run_once(began + static_cast<std::int64_t>(next) * 1000);
  }
  for (auto& encoder : encoders) broken += encoder.to->is_broken();
  const auto took = static_cast<double>(steady_us() - began) / kSecond;
  say(fmt::format(R"({{"encoders":{},"broken":{},"tags":{},"bytes":{},"seconds":{:.2f},"behind_ms":{}}})",
                  keys.size(), broken, tags, bytes, took, behind / 1000));
  // The caller may look at what is on air before the encoders leave.
  while (!ended) poller.run_once(steady_us() + kSecond / 10);
  for (auto& encoder : encoders) encoder.to->finish();
}
