#include "outbox/deliveries.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>
#include <future>

#include "base/log.h"
#include "base/time.h"
#include "outbox/schedule.h"

namespace nigiwai::outbox {
namespace {

constexpr Milliseconds kLookEvery{400};
// What a receiver may ask us to wait; past it we ask again all the same.
constexpr Milliseconds kLongestAsked{6 * 60 * 60'000};

// The oldest of this receiver is done with.
void remove_first(store::Database& db, std::int64_t id, std::int64_t body, const std::string& receiver) {
  db.run("DELETE FROM delivery WHERE id = ?", id);
  db.run(
      "DELETE FROM delivery_body WHERE id = ? AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.body = "
      "delivery_body.id)",
      body);
  db.run(
      "DELETE FROM delivery_receiver WHERE url = ? AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.receiver "
      "= "
      "delivery_receiver.url)",
      receiver);
}

void remove_all(store::Database& db, const std::string& receiver) {
  db.run("DELETE FROM delivery WHERE receiver = ?", receiver);
  db.run("DELETE FROM delivery_receiver WHERE url = ?", receiver);
  db.run(
      "DELETE FROM delivery_body WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.body = "
      "delivery_body.id)");
}

}  // namespace

struct Deliveries::Next {
  std::int64_t id = 0;
  std::int64_t body_id = 0;
  std::string receiver{};
  std::string host{};
  std::string sender{};
  std::string body{};
  WallTime written_at{};
  int failures = 0;
};

std::string host_of_address(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  auto host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (host.find('@') != std::string_view::npos) return {};
  std::string lower(host);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::string_view usual = url.starts_with("https:") ? ":443" : ":80";
  if (lower.ends_with(usual)) lower.resize(lower.size() - usual.size());
  return lower;
}

std::size_t deliver(store::Transaction& transaction, const NewDelivery& delivery) {
  auto& db = transaction.db();
  if (delivery.receivers.empty() || delivery.body.size() > kMostDeliveryBody) return 0;
  std::int64_t waiting = 0;
  {
    auto rows = db.query("SELECT count(*) FROM delivery");
    rows.next();
    waiting = rows.integer(0);
  }
  const auto room = static_cast<std::size_t>(std::max<std::int64_t>(0, kMostDeliveries - waiting));
  const auto count = std::min(room, delivery.receivers.size());
  if (count < delivery.receivers.size()) {
    log_warn("deliveries were refused: too many wait", {{"refused", delivery.receivers.size() - count}});
  }
  if (count == 0) return 0;
  const auto now = to_ms(transaction.now());
  db.run("INSERT INTO delivery_body (sender, body, written_at) VALUES (?, ?, ?)", delivery.sender,
         delivery.body, now);
  const auto body = db.last_row_id();
  for (std::size_t i = 0; i < count; ++i) {
    const auto& receiver = delivery.receivers[i];
    db.run("INSERT INTO delivery (body, receiver) VALUES (?, ?)", body, receiver);
    db.run("INSERT INTO delivery_receiver (url, host, next_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
           receiver, host_of_address(receiver), now);
  }
  return count;
}

bool stands_below(std::string_view host, std::string_view domain) {
  host = host.substr(0, host.rfind(':'));
  if (!host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

void forget_deliveries(store::Transaction& transaction, const std::string& domain) {
  std::vector<std::string> receivers;
  {
    auto rows = transaction.db().query("SELECT url, host FROM delivery_receiver");
    while (rows.next())
      if (stands_below(rows.text(1), domain)) receivers.push_back(rows.text(0));
  }
  for (const auto& receiver : receivers) remove_all(transaction.db(), receiver);
}

Bringing judge(const Result<PeerAnswer>& answer) {
  if (!answer) {
    const auto kind = answer.error().kind;
    const bool final = kind == Kind::kInvalid || kind == Kind::kForbidden;
    return {.what = final ? Brought::kRefused : Brought::kPutOff, .reason = answer.error().detail};
  }
  const auto status = answer->status;
  if (status >= 200 && status < 300) return {.what = Brought::kTaken};
  Bringing bringing{.reason = fmt::format("The other server answered {}.", status)};
  if (status == 410) {
    bringing.what = Brought::kGone;
  } else if (status < 500 && status != 401 && status != 408 && status != 429) {
    bringing.what = Brought::kRefused;
  } else {
    const auto asked = answer->header("retry-after");
    std::int64_t seconds = 0;
    std::from_chars(asked.data(), asked.data() + asked.size(), seconds);
    bringing.retry_after = std::clamp(Milliseconds(std::clamp<std::int64_t>(seconds, 0, 1'000'000) * 1000),
                                      Milliseconds(0), kLongestAsked);
  }
  return bringing;
}

void Deliveries::start() {
  // What kept them from going may have been ours, and is mended now: nobody waits out an old pause.
  parts_.writer.run<int>(
      store::Lane::kProjections,
      [](store::Transaction& transaction) -> Result<int> {
        transaction.db().run("UPDATE delivery_receiver SET next_at = ?1 WHERE next_at > ?1",
                             to_ms(transaction.now()));
        return 0;
      },
      [](const Result<int>&) {});
  thread_ = std::thread([this] { run(); });
}

void Deliveries::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  bell_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Deliveries::run() {
  while (true) {
    const bool more = step();
    std::unique_lock lock(mutex_);
    if (!more) bell_.wait_for(lock, kLookEvery, [this] { return stopping_; });
    if (stopping_) return;
  }
}

std::optional<Deliveries::Next> Deliveries::next() {
  auto found = parts_.readers.read<std::optional<Next>>([&](store::Database& db)
                                                            -> Result<std::optional<Next>> {
    auto rows = db.query(
        "SELECT d.id, d.body, r.url, r.host, b.sender, b.body, b.written_at, r.failures FROM "
        "delivery_receiver r JOIN delivery d ON d.id = (SELECT min(id) FROM delivery WHERE receiver = r.url) "
        "JOIN delivery_body b ON b.id = d.body WHERE r.next_at <= ? ORDER BY r.next_at, d.id LIMIT 1",
        to_ms(parts_.clock.wall()));
    if (!rows.next()) return std::optional<Next>();
    return std::optional(Next{.id = rows.integer(0),
                              .body_id = rows.integer(1),
                              .receiver = rows.text(2),
                              .host = rows.text(3),
                              .sender = rows.text(4),
                              .body = rows.text(5),
                              .written_at = from_ms(rows.integer(6)),
                              .failures = static_cast<int>(rows.integer(7))});
  });
  if (!found) {
    log_error("the deliveries cannot be read", {{"why", found.error().detail}});
    return std::nullopt;
  }
  return *std::move(found);
}

bool Deliveries::step() {
  const auto delivery = next();
  if (!delivery) return false;
  auto headers = parts_.sign(delivery->sender, delivery->receiver, delivery->body);
  Result<PeerAnswer> answer;
  if (headers) {
    answer = parts_.peers.ask({.method = "POST",
                               .url = delivery->receiver,
                               .headers = *std::move(headers),
                               .body = delivery->body,
                               .within = kDeliveryAnswers,
                               .most_bytes = 64 * 1024});
  } else {
    answer = std::unexpected(headers.error());
  }
  {
    // What a stop cut off is tried again after the next start, and is no failure of theirs.
    const std::scoped_lock lock(mutex_);
    if (stopping_ && !answer) return false;
  }
  // An answer longer than we read is one all the same.
  if (!answer && answer.error().type == "peer-too-large") answer = PeerAnswer{.status = 200};
  return settle(*delivery, judge(answer));
}

bool Deliveries::settle(const Next& delivery, const Bringing& bringing) {
  std::promise<Result<int>> written;
  parts_.writer.run<int>(
      store::Lane::kProjections,
      [&](store::Transaction& transaction) -> Result<int> {
        auto& db = transaction.db();
        const auto now = transaction.now();
        if (bringing.what == Brought::kGone) {
          remove_all(db, delivery.receiver);
          parts_.gone(transaction, delivery.receiver);
          return 0;
        }
        const bool stale = now - delivery.written_at >= kDeliveryGivenUpAfter;
        if (bringing.what == Brought::kPutOff) {
          const auto pause = std::max(delay_after(delivery.failures + 1), bringing.retry_after);
          db.run(
              "UPDATE delivery_receiver SET failures = failures + 1, next_at = ?, reason = ?, failing_since "
              "= "
              "coalesce(failing_since, ?) WHERE url = ?",
              to_ms(now + pause), bringing.reason, to_ms(now), delivery.receiver);
          db.run("UPDATE delivery_receiver SET next_at = max(next_at, ?) WHERE host = ?", to_ms(now + pause),
                 delivery.host);
          if (!stale) return 0;
        } else {
          // To the end of the line, so that nobody with much to get keeps the others waiting.
          db.run(
              "UPDATE delivery_receiver SET failures = 0, next_at = ?, reason = '', failing_since = NULL "
              "WHERE "
              "url = ?",
              to_ms(now), delivery.receiver);
        }
        remove_first(db, delivery.id, delivery.body_id, delivery.receiver);
        if (bringing.what != Brought::kTaken)
          log_warn("a delivery was given up", {{"receiver", delivery.host}, {"why", bringing.reason}});
        return 0;
      },
      [&](Result<int> result) { written.set_value(std::move(result)); });
  const auto stored = written.get_future().get();
  if (!stored) log_error("what became of a delivery could not be kept", {{"why", stored.error().detail}});
  return stored.has_value();
}

boost::json::object deliveries_json(store::Database& db, std::int64_t limit) {
  std::int64_t waiting = 0;
  {
    auto rows = db.query("SELECT count(*) FROM delivery");
    rows.next();
    waiting = rows.integer(0);
  }
  boost::json::array receivers;
  auto rows = db.query(
      "SELECT r.host, sum((SELECT count(*) FROM delivery d WHERE d.receiver = r.url)), max(r.failures), "
      "min(r.failing_since), max(r.reason) FROM delivery_receiver r WHERE r.failures > 0 GROUP BY r.host "
      "ORDER BY 4 "
      "LIMIT ?",
      limit);
  while (rows.next()) {
    receivers.push_back({{"host", rows.text(0)},
                         {"waiting", rows.integer(1)},
                         {"failures", rows.integer(2)},
                         {"failing_since", to_rfc3339(from_ms(rows.integer(3)))},
                         {"reason", rows.text(4)}});
  }
  return {{"waiting", waiting}, {"receivers", std::move(receivers)}};
}

}  // namespace nigiwai::outbox
