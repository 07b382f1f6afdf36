// Posts lines at a steady rate, each with the moment of its posting in its text ("t=<microseconds> ").
//
//   bench_speakers --to nigiwai|nchan|nats|ws --port PORT [--path PATH] --rate LINES --seconds S [--speakers
//   N] [--poll ID --options N]
//
// Says {"ready"}, waits for the word "go", posts for S seconds, waits for the answers, and says {"posted"}.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <array>

#include "load/control.h"
#include "load/histogram.h"
#include "load/voices.h"

namespace {

using namespace nigiwai::bench;

constexpr double kLinesOfSpeaker = 0.5;  // a second: below what one person may say
constexpr std::int64_t kAnswerPatience = 20 * kSecond;
constexpr std::array<std::string_view, 6> kLines{
    "つや感がすごくきれい、ほしくなる",           "柿渋色、ブルベでも似合いますか？",
    "前回の配信で買ったものがとてもよかったです", "在庫まだありますか",
    "塗り直しなしで夕方まで持つのはうれしい",     "みのりさんの説明がわかりやすい",
};

struct Settings {
  std::string to = "nigiwai", path;
  std::int64_t poll = 0, options = 2;
  int port = 0, speakers = 0;
  double rate = 100, seconds = 10;
};

std::unique_ptr<Voices> voices_of(const Settings& s, Poller& poller, Replies& replies) {
  if (s.to == "nats") return nats_voice(poller, replies, s.port);
  if (s.to == "ws") return websocket_voice(poller, replies, s.port, s.path);
  if (s.to == "nchan") return http_voice(poller, replies, s.port, s.path);
  const int needed = s.speakers > 0 ? s.speakers : static_cast<int>(s.rate / kLinesOfSpeaker) + 1;
  return nigiwai_voices(poller, replies, s.port, s.path, needed, {s.poll, s.options});
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app{"Posts lines at a steady rate"};
  app.add_option("--to", settings.to)->check(CLI::IsMember({"nigiwai", "nchan", "nats", "ws"}));
  app.add_option("--port", settings.port)->required();
  app.add_option("--path", settings.path);
  app.add_option("--rate", settings.rate)->check(CLI::Range(0.1, 10'000.0));
  app.add_option("--seconds", settings.seconds)->check(CLI::Range(1, 900));
  app.add_option("--speakers", settings.speakers);
  app.add_option("--poll", settings.poll, "votes in this poll instead of writing lines");
  app.add_option("--options", settings.options)->check(CLI::Range(2, 10));
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  Poller poller;
  Histogram answers;
  Replies replies;
  replies.took = [&](std::int64_t us) { answers.add(us); };
  const auto voices = voices_of(settings, poller, replies);
  bool go = false, ended = false;
  Words words(poller, [&](std::string_view word) { (word == "go" ? go : ended) = true; });
  const auto in_by = steady_us() + 60 * kSecond;
  while (!voices->are_ready() && steady_us() < in_by) poller.run_once(steady_us() + kSecond / 10);
  if (!voices->are_ready()) give_up("not all who speak came in");
  say(R"({"ready":true})");
  while (!go && !ended) poller.run_once(steady_us() + kSecond);

  const auto began = steady_us();
  const auto lines = static_cast<std::int64_t>(settings.rate * settings.seconds);
  Histogram late;
  std::int64_t posted = 0, newest = 0;
  while (posted < lines && !ended) {
    const auto due = began + static_cast<std::int64_t>(static_cast<double>(posted) * kSecond / settings.rate);
    if (steady_us() < due) {
      poller.run_once(due);
      continue;
    }
    late.add(steady_us() - due);
    newest = std::max(now_us(), newest + 1);  // no two lines carry the same
    const auto& text = kLines[static_cast<std::size_t>(posted) % kLines.size()];
    voices->post(++posted, fmt::format("{} t={} ", text, newest));
  }
  const auto took = static_cast<double>(steady_us() - began) / kSecond;
  const auto answered_by = steady_us() + kAnswerPatience;
  while (voices->unanswered() > 0 && steady_us() < answered_by) poller.run_once(steady_us() + kSecond / 100);
  say(fmt::format(
      R"({{"posted":{},"accepted":{},"refused":{},"unanswered":{},"seconds":{:.2f},"late":{},"answers":{}}})",
      posted, replies.accepted, replies.refused, voices->unanswered(), took, to_json(late),
      to_json(answers)));
  if (replies.refused > 0) fmt::print(stderr, "the first refusal: {}\n", replies.first_refusal);
}
