// The sender of webhooks: reads the journal behind each one's cursor and delivers what it is told of, in
// order, at least once.
//
// A delivery is a stretch of the journal with an id. Its bounds are durable before the first try, so that
// every try, also after a crash, brings the same events under the same id; the cursor moves once the receiver
// took them. Each receiver has a thread while it is asked, so that a slow one delays nobody; the writer is
// only ever asked for single rows.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "outbox/peers.h"
#include "social/partners/webhook_notice.h"
#include "social/partners/webhooks.h"
#include "store/readers.h"

namespace nigiwai::social {

// How often it is looked what is due: nobody waits longer for an event.
inline constexpr Milliseconds kWebhooksLookEvery{300};
// Events of the journal looked at in one reading: some milliseconds of a reader.
inline constexpr std::int64_t kEventsAReading = 500;
// Pings under way at once, beside the deliveries.
inline constexpr int kPingsAtOnce = 2;

struct WebhookSenderParts {  // all outlive the sender
  store::Writer& writer;
  store::Readers& readers;
  outbox::Peers& peers;
  const Clock& clock;
  WebhookSecrets secrets;
  std::string origin{};
  std::string shop_secret{};  // makes the pseudonyms
};

class WebhookSender {
 public:
  explicit WebhookSender(WebhookSenderParts parts) : parts_(std::move(parts)) {}
  ~WebhookSender() { stop(); }

  void start();
  // Ends the threads; what is under way is cut off (peers.stop() before) and tried again after the next
  // start. Before the writer stops.
  void stop();

  // One turn of one webhook on the caller's thread: looks behind its cursor and tries one delivery. True when
  // something was delivered or passed over, so that more may wait.
  bool turn(const std::string& id);

  // Sends a ping on a thread of its own, to a paused one too; `done` is told, from there, {ok, status,
  // took_ms, error, delivery}. not-found; too-many while as many are under way.
  void ping(const std::string& id, std::function<void(Result<json::object>)> done);

 private:
  struct Next;
  // Up to where a webhook's run was looked at and nothing was for it; only in memory.
  struct Seen {
    std::int64_t run = 0;
    std::int64_t position = 0;
    SteadyTime rest_until{};
  };

  void look();
  std::vector<std::string> due();
  Result<Next> next(const std::string& id);
  ReceiverSaid ask(const Webhook& hook, const std::string& delivery, const std::string& body,
                   Milliseconds& took);
  bool settle(const Webhook& hook, const WebhookTry& tried);
  bool stopping() const;
  template <class T>
  Result<T> written(std::function<Result<T>(store::Transaction&)> work);
  void send_ping(const Webhook& hook, const std::function<void(Result<json::object>)>& done);

  WebhookSenderParts parts_;
  mutable std::mutex mutex_;
  std::condition_variable bell_;
  bool stopping_ = false;
  std::set<std::string> busy_;  // webhooks that a thread has
  int pings_ = 0;
  std::map<std::string, Seen> seen_;
  std::optional<boost::asio::thread_pool> pool_;  // made when the first webhook is due
  std::thread looker_;
};

}  // namespace nigiwai::social
