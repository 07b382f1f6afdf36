// A crowd of viewers in one room. Every viewer is counted exactly: no seq may be missed or come twice, and
// every byte is compared with what the others got.
//
//   bench_crowd --protocol nigiwai|lines|nats --port PORT --path PATH --viewers N [--processes P]
//               [--stop S] [--vanish V] [--window SECONDS] [--seconds MOST] [--until-refused]
//
// Words it takes: "go" (count from now), "silence" (S viewers stop reading, and V are no longer heard of: the
// caller has put a packet filter before 127.99.0.0/16, from where they come), "end". Says {"ready"}, then
// {"window"} every few seconds, then {"total"}. With --until-refused the crowd is as large as the server lets
// in.
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <memory>
#include <new>
#include <vector>

#include "load/control.h"
#include "load/viewer.h"

namespace {

using namespace nigiwai::bench;

constexpr int kUsualBlock = 1, kVanishingBlock = 99;  // of source addresses
constexpr std::size_t kViewersOfAddress = 50;         // a shop behind one office address
constexpr std::size_t kJoiningAtOnce = 100;
constexpr std::int64_t kJoinPatience = 120 * kSecond;
constexpr std::int64_t kPublishEvery = kSecond / 10;
constexpr int kSmallReceiveBuffer = 4096;

enum class Phase : int { kJoining, kCounting, kSilence, kEnded };

struct Settings {
  Protocol protocol = Protocol::kFrames;
  int port = 0;
  std::string path;
  std::size_t viewers = 100, processes = 1, stop = 0, vanish = 0;
  double window = 5, seconds = 600;
  bool until_refused = false;
};

// What a process of viewers and the process that speaks for all of them share.
struct Shared {
  std::atomic<Phase> phase{Phase::kJoining};
  struct Part {
    std::atomic_flag busy;
    std::atomic<bool> in{false}, ended{false};  // all who will come are here; the process is done
    Tally tally;
  };
  Part parts[16];

  void publish(std::size_t part, const Tally& tally) {
    while (parts[part].busy.test_and_set(std::memory_order_acquire)) continue;
    parts[part].tally = tally;
    parts[part].busy.clear(std::memory_order_release);
  }
  Tally read(std::size_t part) {
    while (parts[part].busy.test_and_set(std::memory_order_acquire)) continue;
    const auto tally = parts[part].tally;
    parts[part].busy.clear(std::memory_order_release);
    return tally;
  }
};

// The viewers of one process. Those that vanish come first, then those that stop reading, then all others.
void run_part(const Settings& settings, Shared& shared, std::size_t part) {
  Poller poller;
  Crowd crowd{.poller = poller,
              .protocol = settings.protocol,
              .port = settings.port,
              .path = settings.path,
              .may_be_refused = settings.until_refused};
  std::vector<std::unique_ptr<Viewer>> viewers;
  std::size_t silent = 0;
  for (std::size_t i = part; i < settings.viewers; i += settings.processes) {
    const bool vanishes = i < settings.vanish;
    silent += i < settings.vanish + settings.stop;
    const auto source = source_address(vanishes ? kVanishingBlock : kUsualBlock, i / kViewersOfAddress);
    viewers.push_back(std::make_unique<Viewer>(crowd, source));
  }
  const auto give_up_at = steady_us() + kJoinPatience;
  const auto answered = [&] { return static_cast<std::size_t>(crowd.tally.joined + crowd.tally.refused); };
  for (std::size_t asked = 0; answered() < viewers.size();) {
    while (asked < viewers.size() && asked - answered() < kJoiningAtOnce && crowd.tally.refused == 0)
      viewers[asked++]->join();
    if (crowd.tally.refused > 0 && answered() >= asked) break;
    poller.run_once(steady_us() + kPublishEvery);
    if (steady_us() > give_up_at)
      give_up(fmt::format("only {} of {} viewers came in", crowd.tally.joined, viewers.size()));
  }
  shared.publish(part, crowd.tally);
  shared.parts[part].in = true;
  auto seen = Phase::kJoining;
  auto publish_at = steady_us();
  while (seen != Phase::kEnded) {
    poller.run_once(publish_at);
    if (steady_us() >= publish_at) {
      crowd.tally.lines = crowd.ledger.lines();
      shared.publish(part, crowd.tally);
      publish_at += kPublishEvery;
    }
    const auto phase = shared.phase.load();
    if (phase == seen) continue;
    crowd.counting = phase != Phase::kJoining;
    if (phase == Phase::kSilence)
      for (std::size_t i = 0; i < silent; ++i) viewers[i]->stop_reading(kSmallReceiveBuffer);
    seen = phase;
  }
  shared.publish(part, crowd.tally);
  shared.parts[part].ended = true;
}

void subtract(Tally& tally, const Tally& earlier) {
  tally.frames -= earlier.frames;
  tally.bytes -= earlier.bytes;
  tally.deliveries -= earlier.deliveries;
  tally.missed -= earlier.missed;
  tally.doubled -= earlier.doubled;
  tally.snapshots -= earlier.snapshots;
  tally.closed -= earlier.closed;
  tally.latency.subtract(earlier.latency);
}

std::string to_json(const Tally& t) {
  return fmt::format(
      R"({{"joined":{},"closed":{},"frames":{},"bytes":{},"deliveries":{},"lines":{},"missed":{},"doubled":{},)"
      R"("snapshots":{},"latency":{}}})",
      t.joined, t.closed, t.frames, t.bytes, t.deliveries, t.lines, t.missed, t.doubled, t.snapshots,
      to_json(t.latency));
}

// Speaks for all parts: takes the words, tells the windows.
class Speaker {
 public:
  Speaker(const Settings& settings, Shared& shared) : settings_(settings), shared_(shared) {}

  void run() {
    const auto began = steady_us();
    Words words(poller_, [this](std::string_view word) { take(word); });
    for (std::size_t i = 0; i < settings_.processes; ++i)
      while (!shared_.parts[i].in) wait(steady_us() + kPublishEvery);
    say(fmt::format(R"({{"ready":{},"refused":{},"seconds":{:.1f}}})", all().joined, all().refused,
                    static_cast<double>(steady_us() - began) / kSecond));
    const auto last = steady_us() + static_cast<std::int64_t>(settings_.seconds * kSecond);
    auto next = steady_us();
    while (phase() != Phase::kEnded && steady_us() < last) {
      next += static_cast<std::int64_t>(settings_.window * kSecond);
      while (steady_us() < next && phase() != Phase::kEnded && steady_us() < last) wait(std::min(next, last));
      if (phase() == Phase::kEnded || steady_us() < next) break;
      tell("window");
    }
    shared_.phase = Phase::kEnded;
    for (std::size_t i = 0; i < settings_.processes; ++i)
      while (!shared_.parts[i].ended) wait(steady_us() + kPublishEvery);
    say(fmt::format(R"({{"total":{}}})", to_json(all())));
  }

 private:
  Phase phase() const { return shared_.phase.load(); }

  void take(std::string_view word) {
    if (word == "go") shared_.phase = Phase::kCounting;
    if (word == "silence") shared_.phase = Phase::kSilence;
    if (word == "end") shared_.phase = Phase::kEnded;
  }

  void wait(std::int64_t until) {
    poller_.run_once(until);
    int status = 0;
    const auto child = ::waitpid(-1, &status, WNOHANG);
    if (child > 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) std::exit(1);
  }

  Tally all() {
    Tally sum;
    for (std::size_t i = 0; i < settings_.processes; ++i) {
      const auto part = shared_.read(i);
      sum.joined += part.joined;
      sum.refused += part.refused;
      sum.closed += part.closed;
      sum.frames += part.frames;
      sum.bytes += part.bytes;
      sum.deliveries += part.deliveries;
      sum.lines = std::max(sum.lines, part.lines);
      sum.missed += part.missed;
      sum.doubled += part.doubled;
      sum.snapshots += part.snapshots;
      sum.latency.add(part.latency);
    }
    return sum;
  }

  void tell(std::string_view what) {
    const auto now = all();
    auto since = now;
    subtract(since, told_);
    told_ = now;
    say(fmt::format(R"({{"{}":{}}})", what, to_json(since)));
  }

  const Settings& settings_;
  Shared& shared_;
  Poller poller_;
  Tally told_;
};

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app{"A crowd of viewers in one room"};
  const std::map<std::string, Protocol> protocols{
      {"nigiwai", Protocol::kFrames}, {"lines", Protocol::kLines}, {"nats", Protocol::kNats}};
  app.add_option("--protocol", settings.protocol)->transform(CLI::CheckedTransformer(protocols));
  app.add_option("--port", settings.port)->required();
  app.add_option("--path", settings.path)->required();
  app.add_option("--viewers", settings.viewers)->check(CLI::Range(1, 200'000));
  app.add_option("--processes", settings.processes)->check(CLI::Range(1, 16));
  app.add_flag("--until-refused", settings.until_refused);
  app.add_option("--stop", settings.stop);
  app.add_option("--vanish", settings.vanish);
  app.add_option("--window", settings.window)->check(CLI::Range(0.5, 60.0));
  app.add_option("--seconds", settings.seconds)->check(CLI::Range(1, 3600));
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  void* memory = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) give_up("no memory to share");
  auto& shared = *new (memory) Shared;
  for (std::size_t part = 0; part < settings.processes; ++part) {
    const auto child = ::fork();
    if (child < 0) give_up("no process for the viewers");
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      run_part(settings, shared, part);
      std::_Exit(0);
    }
  }
  Speaker(settings, shared).run();
}
