// A webhook: an address of a partner that is told of the shop's events, in order. The model and its pure
// rules.
//
// A webhook is a projection of the journal that lives elsewhere: it has a cursor, the position up to which
// all was delivered, and goes on from there whatever happened in between.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace nigiwai::social {

namespace json = boost::json;

// Each has a thread while it delivers, so that none waits for another.
inline constexpr std::int64_t kMostWebhooks = 12;
inline constexpr std::size_t kMostKinds = 40;

// One delivery: what a receiver can store in one transaction of its own.
inline constexpr std::size_t kMostEventsADelivery = 50;
inline constexpr std::size_t kMostDeliveryBytes = 256 * 1024;
// The receiver's answer says yes or no: what is longer is no answer of a webhook's receiver.
inline constexpr std::size_t kMostReceiverAnswer = 64 * 1024;
inline constexpr Milliseconds kReceiverAnswers{15'000};

// Between the tries of one delivery: doubled each time. The longest is short, so that a receiver that is back
// is told within minutes.
inline constexpr Milliseconds kFirstWebhookRetry{1'000};
inline constexpr Milliseconds kLongestWebhookRetry{5 * 60'000};
// What a receiver's Retry-After may ask for at most.
inline constexpr std::chrono::hours kLongestRetryAfter{1};
// A receiver that fails for so long is paused, and the owners are told: a night's outage heals by itself in
// the morning only where nobody has to wait for it longer.
inline constexpr std::chrono::hours kFailsBeforePause{6};
// The old secret signs along for so long after a new one was made.
inline constexpr std::chrono::hours kOldSecretSigns{24};
inline constexpr std::int64_t kTriesKept = 30;  // of one webhook

enum class Paused { kNot, kByPerson, kFailing, kGone };
std::string_view to_text(Paused paused);
Paused paused_of(std::string_view text);

struct Webhook {
  std::string id{};
  std::string name{};
  std::string url{};
  std::vector<std::string> kinds{};
  std::string sealed_secret{};
  std::string sealed_old_secret{};
  std::optional<WallTime> old_secret_until{};
  Paused paused = Paused::kNot;
  std::int64_t cursor = 0;
  std::int64_t run = 1;
  std::optional<std::int64_t> pending_from{}, pending_to{};
  std::int64_t failures = 0;
  std::optional<WallTime> failing_since{};
  WallTime next_at{};
  std::string last_error{};
  std::int64_t delivered = 0;
  std::optional<WallTime> last_delivered_at{};
  std::string created_by{};
  WallTime created_at{};
};

struct WebhookAsked {
  std::string name{};
  std::string url{};
  std::vector<std::string> kinds{};
};

// Reads {name, url, kinds}. With `before` each member may be missing and stays as it was. `private_peers` are
// the "host:port" that may be asked by http too (outbox/peers.h); everything else is https.
Result<WebhookAsked> read_webhook(const json::object& body, std::span<const std::string> private_peers,
                                  const Webhook* before = nullptr);

// Whether one of `kinds` means this kind: "*", the kind itself, or its group "order.*".
bool means(std::span<const std::string> kinds, std::string_view kind);

// The id of the delivery that begins with the event at `first`: the same at every try, another after a
// replay.
std::string delivery_id(const Webhook& hook, std::int64_t first);

// What the receiver made of a delivery; `status` 0 for no answer.
struct ReceiverSaid {
  int status = 0;
  std::string error{};                        // a sentence, where there was no answer
  std::optional<Milliseconds> retry_after{};  // of 429 and 503
  bool took() const { return status >= 200 && status < 300; }
};
// The header's seconds; a date or nonsense says nothing.
std::optional<Milliseconds> retry_after_of(std::string_view header);
// A sentence for the owner; empty when it was taken.
std::string why_not(const ReceiverSaid& said);

// How a webhook goes on after a try at `now`; `hook` as it was before it.
struct AfterTry {
  Paused paused = Paused::kNot;
  std::int64_t failures = 0;
  std::optional<WallTime> failing_since{};
  WallTime next_at{};
};
// Whether it may be tried now. A wall clock that was set back lets nobody wait longer than they would have.
bool is_due(const Webhook& hook, WallTime now);
AfterTry after_try(const Webhook& hook, const ReceiverSaid& said, WallTime now);

}  // namespace nigiwai::social
