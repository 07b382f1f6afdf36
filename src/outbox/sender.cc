#include "outbox/sender.h"

#include <fmt/format.h>

#include <future>

#include "base/log.h"
#include "base/time.h"
#include "outbox/schedule.h"

namespace nigiwai::outbox {

struct Sender::Next {
  std::int64_t id = 0;
  int tries = 0;
  std::string kind{};
  WallTime due{};
  Letter letter{};
};

From from_of(store::Database& db, const SenderOptions& options) {
  From from;
  {
    auto rows = db.query("SELECT from_address, from_name FROM outbox");
    rows.next();
    from = {.address = rows.text(0), .name = rows.text(1)};
  }
  if (from.address.empty()) from.address = "no-reply@" + options.host;
  if (from.name.empty() && options.shop_name) from.name = options.shop_name(db);
  return from;
}

Sender::Sender(store::Writer& writer, store::Readers& readers, const Clock& clock,
               std::unique_ptr<Postman> postman, SenderOptions options)
    : writer_(writer),
      readers_(readers),
      clock_(clock),
      postman_(std::move(postman)),
      options_(std::move(options)) {}

Sender::~Sender() { stop(); }

void Sender::start() {
  thread_ = std::thread([this] { run(); });
}

void Sender::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  if (postman_) postman_->stop();
  bell_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sender::hurry() {
  paused_until_ms_ = 0;
  bell_.notify_all();
}

void Sender::run() {
  while (true) {
    const bool more = step();
    std::unique_lock lock(mutex_);
    if (!more) bell_.wait_for(lock, kLookEvery);
    if (stopping_) return;
  }
}

std::optional<Sender::Next> Sender::next() {
  const auto now = to_ms(clock_.wall());
  auto found = readers_.read<std::optional<Next>>([&](store::Database& db) -> Result<std::optional<Next>> {
    const auto count = [&] {
      auto counts = db.query(
          "SELECT (SELECT count(*) FROM mail WHERE state = 'waiting'), (SELECT count(*) FROM mail WHERE "
          "state "
          "= 'failed')");
      counts.next();
      waiting_ = counts.integer(0);
      failed_ = counts.integer(1);
      counted_ = clock_.steady();
    };
    // Counting goes through all that wait: not for each, then, while there are many to send.
    if (!counted_ || clock_.steady() - *counted_ >= kCountEvery) count();
    if (!postman_) return std::optional<Next>();
    Message message;
    Next mail;
    {
      auto rows = db.query(
          "SELECT id, tries, kind, due_at, recipient, subject, text, written_at, unsubscribe_url FROM mail m "
          "NOT INDEXED WHERE state = 'waiting' AND next_at <= ? AND NOT EXISTS (SELECT 1 FROM mail e WHERE "
          "e.recipient = "
          "m.recipient AND e.id < m.id AND e.state = 'waiting' AND e.due_at <= ?) ORDER BY id LIMIT 1",
          now, now);
      if (!rows.next()) {
        count();
        return std::optional<Next>();
      }
      mail.id = rows.integer(0);
      mail.tries = static_cast<int>(rows.integer(1));
      mail.kind = rows.text(2);
      mail.due = from_ms(rows.integer(3));
      message.to = rows.text(4);
      message.subject = rows.text(5);
      message.text = rows.text(6);
      message.written_at = from_ms(rows.integer(7));
      message.unsubscribe_url = rows.text(8);
    }
    {
      auto rows = db.query("SELECT instance FROM outbox");
      rows.next();
      message.id = fmt::format("{}.{}@{}", mail.id, rows.text(0), options_.host);
    }
    const auto from = from_of(db, options_);
    message.from_address = from.address;
    message.from_name = from.name;
    mail.letter = {.from = from.address, .to = message.to, .message = to_rfc5322(message)};
    return std::optional(std::move(mail));
  });
  if (!found) {
    log_error("the outbox cannot be read", {{"why", found.error().detail}});
    return std::nullopt;
  }
  return *std::move(found);
}

bool Sender::step() {
  auto mail = next();
  if (unrecorded_) {
    settle({.id = *unrecorded_}, {.what = Delivered::kTaken});
    return !unrecorded_;
  }
  if (!mail) return false;  // none is due, or nobody takes them
  const auto steady_ms = clock_.steady().time_since_epoch().count() / 1000;
  if (steady_ms < paused_until_ms_) return false;
  const auto delivery = is_plain_address(mail->letter.to)
                            ? postman_->deliver(mail->letter)
                            : Delivery{.what = Delivered::kRefused, .reason = "This is no mail address."};
  {
    // What a stop cut off is tried again after the next start, and is no failure of the server's.
    const std::scoped_lock lock(mutex_);
    if (stopping_ && delivery.what == Delivered::kNobodyHome) return false;
  }
  if (delivery.what == Delivered::kNobodyHome) {
    ++nobody_home_;
    const auto pause = pause_after(++away_);
    paused_until_ms_ = steady_ms + pause.count();
    if (away_ == 1) log_warn("mail waits", {{"why", delivery.reason}});
  } else {
    away_ = 0;
  }
  settle(*mail, delivery);
  return delivery.what != Delivered::kNobodyHome && !unrecorded_;
}

void Sender::settle(const Next& mail, const Delivery& delivery) {
  std::promise<Result<int>> written;
  writer_.run<int>(
      store::Lane::kProjections,
      [&](store::Transaction& transaction) -> Result<int> {
        auto& db = transaction.db();
        const auto now = transaction.now();
        if (delivery.what == Delivered::kTaken) {
          db.run("DELETE FROM mail WHERE id = ?", mail.id);
          db.run("UPDATE outbox SET sent = sent + 1, last_sent_at = ?", to_ms(now));
          return 0;
        }
        db.run("UPDATE outbox SET last_error = ?, last_error_at = ?", delivery.reason, to_ms(now));
        const int tries = mail.tries + 1;
        std::optional<WallTime> again;
        if (delivery.what == Delivered::kPutOff) again = next_try(mail.due, tries, now);
        // Nobody was home: first in line it stays, unless it has waited its days.
        if (delivery.what == Delivered::kNobodyHome && !is_stale(mail.due, now)) again = now;
        if (again) {
          db.run("UPDATE mail SET tries = ?, next_at = ?, reason = ? WHERE id = ?", tries, to_ms(*again),
                 delivery.reason, mail.id);
        } else {
          const auto reason =
              delivery.what == Delivered::kRefused
                  ? delivery.reason
                  : fmt::format("Given up after {} days. {}", kGivenUpAfter.count() / 24, delivery.reason);
          db.run("UPDATE mail SET tries = ?, state = 'failed', reason = ? WHERE id = ?", tries, reason,
                 mail.id);
          log_warn("a mail was given up", {{"id", mail.id}, {"kind", mail.kind}, {"why", reason}});
        }
        return 0;
      },
      [&](Result<int> result) { written.set_value(std::move(result)); });
  const auto result = written.get_future().get();
  if (delivery.what == Delivered::kTaken) {
    if (!result) {
      unrecorded_ = mail.id;
    } else {
      unrecorded_.reset();
      ++taken_;
    }
  } else if (delivery.what == Delivered::kRefused) {
    ++refused_;
  } else if (delivery.what == Delivered::kPutOff) {
    ++put_off_;
  }
}

Sender::Figures Sender::figures() const {
  return {.taken = taken_,
          .put_off = put_off_,
          .refused = refused_,
          .nobody_home = nobody_home_,
          .waiting = waiting_,
          .failed = failed_};
}

}  // namespace nigiwai::outbox
