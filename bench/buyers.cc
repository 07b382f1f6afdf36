// The buyers of a flash sale, each a person with a will of their own.
//
//   bench_buyers --port PORT --show SHOW --sku SKU --pieces N --buyers B [--within 10] [--lapse 0.2]
//   --seconds MOST
//
// Says {"ready"}, waits for the word "go". Within some seconds each asks for a hold. Who gets one buys after
// a moment of thought, or (a share) forgets it; who waits in line asks now and then whether the turn has
// come, and then does the same. Ends when all pieces are sold, or after so many seconds. Says {"second"} with
// what happened in it, and {"total"}.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <queue>
#include <random>
#include <set>
#include <vector>

#include "load/control.h"
#include "load/histogram.h"
#include "load/http.h"
#include "load/shoppers.h"

namespace {

using namespace nigiwai::bench;
namespace json = boost::json;

constexpr int kBuyersBlock = 6;  // of source addresses
constexpr std::int64_t kLookEvery = 2 * kSecond;
constexpr std::int64_t kAgainAfter = kSecond / 2;

struct Settings {
  int port = 0;
  std::string show, sku;
  std::size_t buyers = 2000;
  std::int64_t pieces = 500;
  double within = 10, lapse = 0.2, seconds = 120;
};

struct Counts {
  std::int64_t asked = 0, held = 0, waiting = 0, refused = 0, granted = 0, forgotten = 0, bought = 0,
               too_late = 0;
  std::int64_t again = 0;  // 429, 503 and broken connections: tried again with the same key
};

std::string to_json(const Counts& c) {
  return fmt::format(
      R"("asked":{},"held":{},"waiting":{},"refused":{},"granted":{},"forgotten":{},"bought":{},"too_late":{},"again":{})",
      c.asked, c.held, c.waiting, c.refused, c.granted, c.forgotten, c.bought, c.too_late, c.again);
}

class Sale;

class Buyer final : public HttpConnection::User {
 public:
  enum class State { kComing, kAsking, kWaiting, kThinking, kBuying, kGone };
  Buyer(Sale& sale, std::string token, std::size_t index);
  // The moment has come that this buyer had waited for.
  void act();

 private:
  void answered(HttpConnection&, const Response& response) override;
  void broke(HttpConnection&) override;
  void send(std::string_view method, std::string_view path, std::string_view body);
  void think();
  void asked_for_hold(const Response& response);
  void looked(const Response& response);
  void bought(const Response& response);

  Sale& sale_;
  std::string token_, last_;
  std::size_t index_;
  State state_ = State::kComing;
  std::int64_t wanted_at_ = 0;
  HttpConnection http_;
};

class Sale {
 public:
  Sale(Poller& poller, const Settings& settings, std::vector<std::string> tokens)
      : poller_of(poller), of(settings) {
    for (std::size_t i = 0; i < tokens.size(); ++i)
      buyers_.push_back(std::make_unique<Buyer>(*this, tokens[i], i));
  }
  void at(std::int64_t time, Buyer& buyer) { due_.emplace(time, &buyer); }
  double chance() { return std::uniform_real_distribution(0.0, 1.0)(random_); }

  void run(const bool& ended) {
    const auto began = steady_us();
    const auto last = began + static_cast<std::int64_t>(of.seconds * kSecond);
    for (auto& buyer : buyers_) at(began + static_cast<std::int64_t>(chance() * of.within * kSecond), *buyer);
    auto tell_at = began + kSecond;
    while (steady_us() < last && counts.bought < of.pieces && !ended) {
      while (!due_.empty() && due_.top().first <= steady_us()) {
        auto* buyer = due_.top().second;
        due_.pop();
        buyer->act();
      }
      if (steady_us() >= tell_at) {
        say(fmt::format(R"({{"second":{},{}}})", (tell_at - began) / kSecond, to_json(counts)));
        tell_at += kSecond;
      }
      poller_of.run_once(std::min(tell_at, due_.empty() ? tell_at : due_.top().first));
    }
    // An answer that is under way still belongs to the count.
    const auto settle = steady_us() + 3 * kSecond;
    while (steady_us() < settle) poller_of.run_once(settle);
    say(fmt::format(R"({{"total":{{{},"orders":{},"seconds":{:.1f},"hold":{},"order":{}}}}})",
                    to_json(counts), numbers.size(),
                    static_cast<double>(steady_us() - began - 3 * kSecond) / kSecond,
                    nigiwai::bench::to_json(hold), nigiwai::bench::to_json(order)));
  }

  Poller& poller_of;
  const Settings& of;
  Counts counts;
  Histogram hold, order;
  std::set<std::string> numbers;

 private:
  using Due = std::pair<std::int64_t, Buyer*>;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::vector<std::unique_ptr<Buyer>> buyers_;
  std::mt19937_64 random_{20261128};  // the same sale every time
};

Buyer::Buyer(Sale& sale, std::string token, std::size_t index)
    : sale_(sale),
      token_(std::move(token)),
      index_(index),
      http_(sale.poller_of, *this, sale.of.port, source_address(kBuyersBlock, index / 4)) {}

void Buyer::send(std::string_view method, std::string_view path, std::string_view body) {
  const auto key =
      method == "POST" ? fmt::format("Idempotency-Key: flash-{}-{}\r\n", index_, path.substr(5)) : "";
  last_ = request(method, path, fmt::format("Authorization: Bearer {}\r\n{}", token_, key), body);
  wanted_at_ = steady_us();
  http_.send(last_);
}

void Buyer::act() {
  if (http_.is_waiting()) return;
  const auto& of = sale_.of;
  switch (state_) {
    case State::kComing:
      ++sale_.counts.asked;
      state_ = State::kAsking;
      return send("POST", "/api/holds", fmt::format(R"({{"show":"{}","sku":"{}"}})", of.show, of.sku));
    case State::kWaiting:
      return send("GET", "/api/holds/mine", "");
    case State::kThinking:
      state_ = State::kBuying;
      return send(
          "POST", "/api/orders",
          fmt::format(R"({{"show":"{}","lines":[{{"sku":"{}","quantity":1}}],"contact":{{"name":"佐藤 花",)"
                      R"("email":"hana{}@example.jp","postal_code":"150-0001",)"
                      R"("address":"東京都渋谷区神宮前 1-2-3"}}}})",
                      of.show, of.sku, index_));
    case State::kAsking:
    case State::kBuying:
      return http_.send(last_);  // again, with its key
    case State::kGone:
      return;
  }
}

void Buyer::answered(HttpConnection&, const Response& response) {
  if (response.status == 429 || response.status == 503) return broke(http_);
  if (state_ == State::kAsking) return asked_for_hold(response);
  if (state_ == State::kWaiting) return looked(response);
  if (state_ == State::kBuying) return bought(response);
}

void Buyer::broke(HttpConnection&) {
  ++sale_.counts.again;
  sale_.at(steady_us() + kAgainAfter, *this);
}

// Buys after one to four seconds, or forgets what is kept.
void Buyer::think() {
  if (sale_.chance() < sale_.of.lapse) {
    ++sale_.counts.forgotten;
    state_ = State::kGone;
    return;
  }
  state_ = State::kThinking;
  sale_.at(steady_us() + static_cast<std::int64_t>((1 + 3 * sale_.chance()) * kSecond), *this);
}

void Buyer::asked_for_hold(const Response& response) {
  sale_.hold.add(steady_us() - wanted_at_);
  if (response.status == 201) {
    ++sale_.counts.held;
    think();
  } else if (response.status == 202) {
    ++sale_.counts.waiting;
    state_ = State::kWaiting;
    sale_.at(steady_us() + kLookEvery, *this);
  } else if (response.status == 409) {
    ++sale_.counts.refused;
    state_ = State::kGone;
  } else {
    give_up(fmt::format("a hold was answered with {}: {}", response.status, response.body));
  }
}

void Buyer::looked(const Response& response) {
  if (response.status != 200) give_up(fmt::format("one's own holds: {} {}", response.status, response.body));
  const auto mine = json::parse(response.body);
  if (!mine.at("items").as_array().empty()) {
    ++sale_.counts.granted;
    return think();
  }
  if (mine.at("waiting").as_array().empty()) {
    ++sale_.counts.too_late;  // the line has ended: nothing can come free any more
    state_ = State::kGone;
    return;
  }
  sale_.at(steady_us() + kLookEvery, *this);
}

void Buyer::bought(const Response& response) {
  sale_.order.add(steady_us() - wanted_at_);
  if (response.status == 201) {
    ++sale_.counts.bought;
    sale_.numbers.emplace(json::parse(response.body).at("number").as_string());
  } else if (response.status == 409) {
    ++sale_.counts.too_late;
  } else {
    give_up(fmt::format("an order was answered with {}: {}", response.status, response.body));
  }
  state_ = State::kGone;
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  CLI::App app{"The buyers of a flash sale"};
  app.add_option("--port", settings.port)->required();
  app.add_option("--show", settings.show)->required();
  app.add_option("--sku", settings.sku)->required();
  app.add_option("--buyers", settings.buyers)->check(CLI::Range(1, 15'000));
  app.add_option("--pieces", settings.pieces)->check(CLI::Range(1, 1'000'000));
  app.add_option("--within", settings.within)->check(CLI::Range(0.1, 600.0));
  app.add_option("--lapse", settings.lapse)->check(CLI::Range(0.0, 1.0));
  app.add_option("--seconds", settings.seconds)->check(CLI::Range(1.0, 900.0));
  CLI11_PARSE(app, argc, argv);
  raise_open_files();
  ::signal(SIGPIPE, SIG_IGN);
  Poller poller;
  Sale sale(poller, settings, make_shoppers(poller, settings.port, settings.buyers, kBuyersBlock));
  bool go = false, ended = false;
  Words words(poller, [&](std::string_view word) { (word == "go" ? go : ended) = true; });
  say(R"({"ready":true})");
  while (!go && !ended) poller.run_once(steady_us() + kSecond);
  sale.run(ended);
}
