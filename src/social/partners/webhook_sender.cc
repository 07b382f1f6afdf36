#include "social/partners/webhook_sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>
#include <future>
#include <limits>

#include "base/log.h"
#include "base/time.h"
#include "social/partners/partner_events.h"
#include "social/partners/webhook_signature.h"

namespace nigiwai::social {
namespace {

constexpr std::size_t kPingCharacters = 10;
// After the disk would not take what became of a delivery.
constexpr Milliseconds kRestAfterFault{5'000};

std::string body_of(const Webhook& hook, std::vector<PartnerEvent> events, std::int64_t next) {
  json::array items;
  const auto last = to_rfc3339(events.back().accepted_at);
  for (auto& event : events) items.push_back(std::move(event.shown));
  return json::serialize(
      json::object{{"type", "events"},
                   {"timestamp", last},
                   {"data", {{"webhook", hook.id}, {"events", std::move(items)}, {"next", next}}}});
}

}  // namespace

struct WebhookSender::Next {
  enum class What { kNothing, kPassOver, kDeliver };
  What what = What::kNothing;
  Webhook hook{};
  std::int64_t from = 0, to = 0;
  bool begun = false;  // its bounds are durable
  std::size_t events = 0;
  std::string body{};
};

void WebhookSender::start() {
  looker_ = std::thread([this] {
    for (;;) {
      look();
      std::unique_lock lock(mutex_);
      bell_.wait_for(lock, kWebhooksLookEvery, [this] { return stopping_; });
      if (stopping_) return;
    }
  });
}

void WebhookSender::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  bell_.notify_all();
  if (looker_.joinable()) looker_.join();
  if (pool_) pool_->join();
}

bool WebhookSender::stopping() const {
  const std::scoped_lock lock(mutex_);
  return stopping_;
}

void WebhookSender::look() {
  for (const auto& id : due()) {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || !busy_.insert(id).second) continue;
    if (!pool_) pool_.emplace(kMostWebhooks + kPingsAtOnce);
    boost::asio::post(*pool_, [this, id] {
      while (!stopping() && turn(id)) {
      }
      const std::scoped_lock done(mutex_);
      busy_.erase(id);
    });
  }
}

std::vector<std::string> WebhookSender::due() {
  const auto now = parts_.clock.wall();
  auto found = parts_.readers.read<std::vector<std::string>>(
      [&](store::Database& db) -> Result<std::vector<std::string>> {
        std::vector<std::string> ids;
        const auto hooks = webhooks(db);
        if (hooks.empty()) return ids;
        const auto end = journal_end(db);
        const std::scoped_lock lock(mutex_);
        std::erase_if(seen_, [&](const auto& one) {
          return std::ranges::find(hooks, one.first, &Webhook::id) == hooks.end();
        });
        for (const auto& hook : hooks) {
          if (!is_due(hook, now)) continue;
          const auto& seen = seen_[hook.id];
          if (seen.rest_until > parts_.clock.steady()) continue;
          const auto behind = seen.run == hook.run ? std::max(seen.position, hook.cursor) : hook.cursor;
          if (hook.pending_to || behind < end) ids.push_back(hook.id);
        }
        return ids;
      });
  if (!found) {
    log_error("webhooks cannot be read", {{"why", found.error().detail}});
    return {};
  }
  return *std::move(found);
}

Result<WebhookSender::Next> WebhookSender::next(const std::string& id) {
  const auto now = parts_.clock.wall();
  return parts_.readers.read<Next>([&](store::Database& db) -> Result<Next> {
    auto hook = webhook_with(db, id);
    if (!hook || !is_due(*hook, now)) return Next{};
    Next next{.hook = *std::move(hook)};
    PartnerAsked asked{.after = next.hook.cursor,
                       .looked_at = kEventsAReading,
                       .most = kMostEventsADelivery,
                       .most_bytes = kMostDeliveryBytes,
                       .orders = true,
                       .wanted = [&](std::string_view kind) { return means(next.hook.kinds, kind); }};
    std::vector<PartnerEvent> events;
    next.begun = next.hook.pending_to.has_value();
    if (next.begun) {
      // The same stretch as at the first try, whatever its length. What was hidden or erased since is left
      // out, as everywhere.
      asked.after = *next.hook.pending_from - 1;
      asked.until = *next.hook.pending_to;
      asked.most = asked.most_bytes = std::numeric_limits<std::size_t>::max();
      events = partner_events(db, parts_.shop_secret, asked).events;
      next.from = *next.hook.pending_from;
      next.to = *next.hook.pending_to;
    } else {
      {
        const std::scoped_lock lock(mutex_);
        const auto& seen = seen_[id];
        if (seen.run == next.hook.run) asked.after = std::max(asked.after, seen.position);
      }
      auto page = partner_events(db, parts_.shop_secret, asked);
      events = std::move(page.events);
      next.to = page.next;
      if (!events.empty()) next.from = events.front().position;
      if (events.empty() && !page.more) {
        const std::scoped_lock lock(mutex_);
        seen_[id] = {.run = next.hook.run, .position = page.next};
        return next;
      }
    }
    next.what = events.empty() ? Next::What::kPassOver : Next::What::kDeliver;
    next.events = events.size();
    if (!events.empty()) next.body = body_of(next.hook, std::move(events), next.to);
    return next;
  });
}

template <class T>
Result<T> WebhookSender::written(std::function<Result<T>(store::Transaction&)> work) {
  std::promise<Result<T>> done;
  parts_.writer.run<T>(store::Lane::kProjections, std::move(work),
                       [&](Result<T> result) { done.set_value(std::move(result)); });
  return done.get_future().get();
}

bool WebhookSender::turn(const std::string& id) {
  auto found = next(id);
  if (!found) {
    log_error("a webhook cannot be read", {{"webhook", id}, {"why", found.error().detail}});
    return false;
  }
  auto& next = *found;
  if (next.what == Next::What::kNothing) return false;
  if (next.what == Next::What::kPassOver) {
    return written<bool>([&](store::Transaction& t) -> Result<bool> {
             pass_over(t, next.hook, next.to);
             return true;
           })
        .has_value();
  }
  if (!next.begun) {
    const auto begun = written<bool>([&](store::Transaction& t) -> Result<bool> {
      return begin_delivery(t, next.hook, next.from, next.to);
    });
    if (!begun || !*begun) return begun.has_value();  // changed meanwhile: looked at anew
    next.hook.pending_from = next.from;
    next.hook.pending_to = next.to;
  }
  WebhookTry tried{
      .delivery = delivery_id(next.hook, next.from), .events = next.events, .at = parts_.clock.wall()};
  tried.said = ask(next.hook, tried.delivery, next.body, tried.took);
  // What a stop cut off is no failure of the receiver's.
  if (!tried.said.took() && stopping()) return false;
  return settle(next.hook, tried) && tried.said.took();
}

bool WebhookSender::settle(const Webhook& hook, const WebhookTry& tried) {
  const auto settled = written<bool>([&](store::Transaction& t) -> Result<bool> {
    const auto after = settle_delivery(t, hook, tried);
    if (after.paused == Paused::kFailing || after.paused == Paused::kGone) {
      tell_owners(t, {.clock = parts_.clock, .origin = parts_.origin}, hook, after.paused,
                  why_not(tried.said));
      t.on_commit([hook] { log_warn("a webhook was paused", {{"webhook", hook.id}}); });
    }
    return true;
  });
  if (settled) return true;
  log_error("what became of a delivery cannot be written", {{"why", settled.error().detail}});
  const std::scoped_lock lock(mutex_);
  seen_[hook.id].rest_until = parts_.clock.steady() + kRestAfterFault;
  return false;
}

ReceiverSaid WebhookSender::ask(const Webhook& hook, const std::string& delivery, const std::string& body,
                                Milliseconds& took) {
  const auto now = parts_.clock.wall();
  const auto secrets = secrets_of(hook, parts_.secrets.box, now);
  if (secrets.empty()) return {.error = "The secret cannot be opened with this key file. Make a new one."};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const auto began = parts_.clock.steady();
  const auto answer = parts_.peers.ask(
      {.method = "POST",
       .url = hook.url,
       .headers = {{"Content-Type", "application/json"},
                   {"webhook-id", delivery},
                   {"webhook-timestamp", std::to_string(seconds)},
                   {"webhook-signature",
                    webhook_signature({.id = delivery, .timestamp = seconds, .body = body}, secrets)}},
       .body = body,
       .within = kReceiverAnswers,
       .most_bytes = kMostReceiverAnswer});
  took = std::chrono::duration_cast<Milliseconds>(parts_.clock.steady() - began);
  if (!answer) return {.error = answer.error().detail};
  ReceiverSaid said{.status = answer->status};
  if (said.status == 429 || said.status == 503)
    said.retry_after = retry_after_of(answer->header("retry-after"));
  return said;
}

void WebhookSender::ping(const std::string& id, std::function<void(Result<json::object>)> done) {
  auto hook = parts_.readers.read<Webhook>([&](store::Database& db) { return find_webhook(db, id); });
  if (!hook) return done(std::unexpected(hook.error()));
  const std::scoped_lock lock(mutex_);
  if (stopping_ || pings_ >= kPingsAtOnce) {
    return done(fail(Kind::kUnavailable, "unavailable", "Other pings are under way. Try again soon."));
  }
  ++pings_;
  if (!pool_) pool_.emplace(kMostWebhooks + kPingsAtOnce);
  boost::asio::post(*pool_, [this, hook = *std::move(hook), done = std::move(done)] {
    send_ping(hook, done);
    const std::scoped_lock gone(mutex_);
    --pings_;
  });
}

void WebhookSender::send_ping(const Webhook& hook, const std::function<void(Result<json::object>)>& done) {
  const auto now = parts_.clock.wall();
  WebhookTry tried{.delivery = hook.id + ".ping." + parts_.secrets.random.token(kPingCharacters), .at = now};
  const auto body = json::serialize(
      json::object{{"type", "ping"}, {"timestamp", to_rfc3339(now)}, {"data", {{"webhook", hook.id}}}});
  tried.said = ask(hook, tried.delivery, body, tried.took);
  const auto kept = written<bool>([&](store::Transaction& t) -> Result<bool> {
    keep_try(t, hook.id, tried);
    return true;
  });
  if (!kept) return done(std::unexpected(kept.error()));
  done(json::object{{"ok", tried.said.took()},
                    {"status", tried.said.status},
                    {"took_ms", tried.took.count()},
                    {"error", why_not(tried.said)},
                    {"delivery", tried.delivery}});
}

}  // namespace nigiwai::social
