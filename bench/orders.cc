// Orders over HTTP/1.1, each with a key of its own, every answer checked.
//
//   bench_orders --port PORT [--sku hot | --sku item- --products 1000] [--show SHOW] [--connections K]
//   [--viewers V]
//                [--rate ORDERS] [--expect 201] [--again] --seconds S
//
// Makes its viewers, says {"ready"}, waits for the word "go". Without a rate each connection asks again as
// soon as it is answered; with one, orders are due at even steps, and the time an order takes counts from
// when it was due. An answer other than --expect is counted by its status. With --again an order that got no
// answer, or 429 or 503, is sent again with its key until it is answered: the server may be killed meanwhile.
// --path and --viewers 0 send the same requests to a server that is no shop.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "load/control.h"
#include "load/histogram.h"
#include "load/http.h"
#include "load/shoppers.h"

namespace {

using namespace nigiwai::bench;
constexpr int kBuyersBlock = 3;  // of source addresses
constexpr std::int64_t kAgainAfter = kSecond / 10;
constexpr std::int64_t kAnswerPatience = 30 * kSecond;

struct Settings {
  int port = 0, expect = 201;
  std::string sku = "hot", show, path = "/api/orders", run = "r";
  std::size_t products = 0, connections = 64, viewers = 1000;
  double rate = 0, seconds = 5;
  bool again = false;
};

class Buying {
 public:
  Buying(Poller& poller, const Settings& settings, std::vector<std::string> tokens)
      : poller_(poller), settings_(settings), tokens_(std::move(tokens)) {
    for (std::size_t i = 0; i < settings.connections; ++i) {
      connections_.push_back(std::make_unique<Connection>(*this, source_address(kBuyersBlock, i)));
      free_.push_back(connections_.back().get());
    }
  }

  void run(const bool& ended) {
    began_ = steady_us();
    const auto last = began_ + static_cast<std::int64_t>(settings_.seconds * kSecond);
    for (std::int64_t now = began_; now < last && !ended; now = steady_us()) {
      make_due(now);
      hand_out(now);
      poller_.run_once(std::min(last, next_due(now)));
    }
    took_ = static_cast<double>(steady_us() - began_) / kSecond;
    in_time_ = answers_[settings_.expect];
    // What is under way is waited for, so that every order's fate is known.
    closing_ = true;
    const auto patience = steady_us() + kAnswerPatience;
    while ((free_.size() < connections_.size() || !again_.empty()) && steady_us() < patience) {
      hand_out(steady_us());
      poller_.run_once(steady_us() + kAgainAfter);
    }
  }

  std::string report() {
    std::string answers;
    for (const auto& [status, count] : answers_)
      answers += fmt::format(R"({}"{}":{})", answers.empty() ? "" : ",", status, count);
    std::sort(numbers_.begin(), numbers_.end());
    const auto distinct = std::unique(numbers_.begin(), numbers_.end()) - numbers_.begin();
    return fmt::format(
        R"({{"asked":{},"answers":{{{}}},"distinct":{},"broken":{},"unanswered":{},"seconds":{:.2f},)"
        R"("per_second":{:.0f},"latency":{}}})",
        asked_ - static_cast<std::int64_t>(due_.size()), answers, distinct, broken_,
        connections_.size() - free_.size() + again_.size(), took_, static_cast<double>(in_time_) / took_,
        to_json(latency_));
  }
  const std::string& odd() const { return odd_; }

 private:
  struct Order {
    std::int64_t number = 0, due = 0;
  };
  struct Connection final : HttpConnection::User {
    Connection(Buying& of, std::uint32_t source)
        : buying(of), http(of.poller_, *this, of.settings_.port, source) {}
    void answered(HttpConnection&, const Response& response) override { buying.answered(*this, response); }
    void broke(HttpConnection&) override { buying.broke(*this); }
    Buying& buying;
    Order order;
    HttpConnection http;
  };

  void make_due(std::int64_t now) {
    if (settings_.rate <= 0) {
      while (due_.size() < free_.size()) due_.push_back({++asked_, now});
      return;
    }
    for (auto due = due_at(asked_); due <= now; due = due_at(asked_)) due_.push_back({++asked_, due});
  }
  std::int64_t due_at(std::int64_t number) const {
    return began_ + static_cast<std::int64_t>(static_cast<double>(number) * kSecond / settings_.rate);
  }
  std::int64_t next_due(std::int64_t now) const {
    const auto again = again_.empty() ? now + kSecond / 20 : again_.front().first;
    return settings_.rate > 0 ? std::min(again, due_at(asked_)) : again;
  }

  void hand_out(std::int64_t now) {
    while (!free_.empty()) {
      Order order;
      if (!again_.empty() && again_.front().first <= now) {
        order = again_.front().second;
        again_.pop_front();
      } else if (!due_.empty() && !closing_) {
        order = due_.front();
        due_.pop_front();
      } else {
        return;
      }
      auto* connection = free_.back();
      free_.pop_back();
      place(*connection, order);
    }
  }

  void place(Connection& connection, Order order) {
    connection.order = order;
    const auto n = static_cast<std::size_t>(order.number);
    const auto sku = settings_.products > 0
                         ? fmt::format("{}{}", settings_.sku, n * 7919 % settings_.products)
                         : settings_.sku;
    const auto body = fmt::format(
        R"({{{}"lines":[{{"sku":"{}","quantity":1}}],"contact":{{"name":"佐藤 花","email":"hana@example.jp",)"
        R"("postal_code":"150-0001","address":"東京都渋谷区神宮前 1-2-3"}}}})",
        settings_.show.empty() ? "" : fmt::format(R"("show":"{}",)", settings_.show), sku);
    const auto token = tokens_.empty() ? std::string() : tokens_[n % tokens_.size()];
    const auto fields =
        fmt::format("Authorization: Bearer {}\r\nIdempotency-Key: {}-{}\r\n", token, settings_.run, n);
    connection.http.send(request("POST", settings_.path, fields, body));
  }

  void answered(Connection& connection, const Response& response) {
    const auto now = steady_us();
    free_.push_back(&connection);
    if (settings_.again && (response.status == 429 || response.status == 503)) {
      again_.emplace_back(now + kAgainAfter, connection.order);
      return;
    }
    ++answers_[response.status];
    if (response.status != settings_.expect) {
      if (odd_.empty()) odd_ = response.body;
    } else {
      latency_.add(now - connection.order.due);
      if (response.status == 201) numbers_.push_back(number_of(response.body));
    }
    if (closing_ || settings_.rate > 0) return;
    make_due(now);
    hand_out(now);
  }

  void broke(Connection& connection) {
    ++broken_;
    free_.push_back(&connection);
    if (settings_.again) again_.emplace_back(steady_us() + kAgainAfter, connection.order);
  }

  // 123 of "number": "N-000123".
  static std::int64_t number_of(std::string_view body) {
    const auto at = body.find("\"N-");
    if (at == std::string_view::npos)
      give_up(fmt::format("an order without a number: {}", body.substr(0, 300)));
    return std::stoll(std::string(body.substr(at + 3, 20)));
  }

  Poller& poller_;
  const Settings& settings_;
  std::vector<std::string> tokens_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> free_;
  std::deque<Order> due_;
  std::deque<std::pair<std::int64_t, Order>> again_;
  std::map<int, std::int64_t> answers_;
  std::vector<std::int64_t> numbers_;
  std::string odd_;  // the first answer that was not expected
  Histogram latency_;
  std::int64_t began_ = 0, asked_ = 0, in_time_ = 0, broken_ = 0;
  double took_ = 1;
  bool closing_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app{"Orders over HTTP, every answer checked"};
  app.add_option("--port", settings.port)->required();
  app.add_option("--sku", settings.sku);
  app.add_option("--products", settings.products)->check(CLI::Range(0, 100'000));
  app.add_option("--show", settings.show);
  app.add_option("--path", settings.path);
  app.add_option("--run", settings.run);
  app.add_option("--connections", settings.connections)->check(CLI::Range(1, 10'000));
  app.add_option("--viewers", settings.viewers)->check(CLI::Range(0, 100'000));
  app.add_option("--rate", settings.rate)->check(CLI::Range(0.0, 500'000.0));
  app.add_option("--seconds", settings.seconds)->check(CLI::Range(0.1, 600.0));
  app.add_option("--expect", settings.expect);
  app.add_flag("--again", settings.again);
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  Poller poller;
  auto tokens = make_shoppers(poller, settings.port, settings.viewers, kBuyersBlock);
  bool go = false, ended = false;
  Words words(poller, [&](std::string_view word) { (word == "go" ? go : ended) = true; });
  say(R"({"ready":true})");
  while (!go && !ended) poller.run_once(steady_us() + kSecond);
  Buying buying(poller, settings, std::move(tokens));
  buying.run(ended);
  say(buying.report());
  if (!buying.odd().empty())
    fmt::print(stderr, "the first answer that was not {}: {}\n", settings.expect, buying.odd());
}
