// Durable orders in Redis: a script takes a piece, writes the order and remembers its key.
//
//   bench_redis_orders --port PORT [--products 1] [--connections 64] --seconds S
//
// One order at a time on each connection. Holds the stock that is left, and the orders, against the answers.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <vector>

#include "load/control.h"
#include "load/histogram.h"
#include "load/stream.h"

namespace {

using namespace nigiwai::bench;

constexpr std::int64_t kPieces = 100'000'000;
constexpr std::string_view kScript = R"lua(
local known = redis.call('GET', KEYS[2])
if known then return tonumber(known) end
local left = tonumber(redis.call('HGET', KEYS[1], 'left'))
if left < 1 then return -1 end
redis.call('HSET', KEYS[1], 'left', left - 1)
local id = redis.call('INCR', 'orders')
redis.call('HSET', 'order:' .. id, 'sku', KEYS[1], 'quantity', 1, 'price', 2640, 'contact', ARGV[1])
redis.call('SET', KEYS[2], id)
return id
)lua";
constexpr std::string_view kContact =
    R"({"name":"佐藤 花","email":"hana@example.jp","postal_code":"150-0001","address":"東京都渋谷区神宮前 1-2-3"})";

std::string command(std::initializer_list<std::string_view> words) {
  auto bytes = fmt::format("*{}\r\n", words.size());
  for (const auto word : words) bytes += fmt::format("${}\r\n{}\r\n", word.size(), word);
  return bytes;
}

// A connection that waits for one answer at a time: a line, or a text with its length before it.
class Client {
 public:
  using Answer = std::function<void(Client&, std::string_view)>;
  Client(Poller& poller, int port, Answer answer)
      : answer_(std::move(answer)),
        stream_(poller, port, 0,
                {.connected = {},
                 .received = [this](std::string_view bytes) { take(bytes); },
                 .broke = [] { give_up("Redis closed the connection"); }}) {}
  void ask(std::initializer_list<std::string_view> words) {
    asked_at = steady_us();
    stream_.send(command(words));
  }
  std::int64_t asked_at = 0;

 private:
  void take(std::string_view bytes) {
    held_ += bytes;
    auto end = held_.find("\r\n");
    if (end == std::string::npos) return;
    if (held_[0] == '$') end = held_.find("\r\n", end + 2);
    if (end == std::string::npos || end + 2 < held_.size()) return;
    const auto whole = std::exchange(held_, {});
    if (whole[0] == '-') give_up(whole);
    const auto begin = whole[0] == '$' ? whole.find("\r\n") + 2 : 1;
    answer_(*this, std::string_view(whole).substr(begin, end - begin));
  }
  Answer answer_;
  std::string held_;
  Stream stream_;
};

std::int64_t number(std::string_view text) {
  std::int64_t value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  int port = 0, products = 1, connections = 64;
  double seconds = 5;
  CLI::App app{"Durable orders in Redis"};
  app.add_option("--port", port)->required();
  app.add_option("--products", products)->check(CLI::Range(1, 100'000));
  app.add_option("--connections", connections)->check(CLI::Range(1, 5000));
  app.add_option("--seconds", seconds)->check(CLI::Range(0.1, 600.0));
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  Poller poller;

  std::string said;
  bool answered = false;
  Client setup(poller, port, [&](Client&, std::string_view text) { said = text, answered = true; });
  const auto ask = [&](std::initializer_list<std::string_view> words) {
    answered = false;
    setup.ask(words);
    while (!answered) poller.run_once(steady_us() + kSecond);
    return said;
  };
  ask({"FLUSHALL"});
  const auto script = ask({"SCRIPT", "LOAD", kScript});
  for (int i = 0; i < products; ++i)
    ask({"HSET", fmt::format("stock:{}", i), "left", fmt::format("{}", kPieces)});

  Histogram latency;
  std::int64_t asked = 0, answers = 0;
  const auto began = steady_us();
  const auto last = began + static_cast<std::int64_t>(seconds * kSecond);
  const auto place = [&](Client& client) {
    const auto stock = fmt::format("stock:{}", ++asked * 7919 % products);
    client.ask({"EVALSHA", script, "2", stock, fmt::format("key:r-{}", asked), kContact});
  };
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < connections; ++i) {
    clients.push_back(std::make_unique<Client>(poller, port, [&](Client& client, std::string_view text) {
      if (number(text) <= 0) give_up("Redis took no order");
      ++answers;
      latency.add(steady_us() - client.asked_at);
      if (steady_us() < last) place(client);
    }));
    place(*clients.back());
  }
  while (answers < asked) poller.run_once(steady_us() + kSecond);
  const auto took = static_cast<double>(steady_us() - began) / kSecond;

  std::int64_t sold = 0;
  for (int i = 0; i < products; ++i)
    sold += kPieces - number(ask({"HGET", fmt::format("stock:{}", i), "left"}));
  const auto orders = number(ask({"GET", "orders"}));
  if (sold != answers || orders != answers)
    give_up(fmt::format("{} answers, but {} pieces sold in {} orders", answers, sold, orders));
  say(fmt::format(R"({{"orders":{},"per_second":{:.0f},"latency":{}}})", answers,
                  static_cast<double>(answers) / took, to_json(latency)));
}
