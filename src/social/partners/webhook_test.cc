#include "social/partners/webhook.h"

#include <gtest/gtest.h>

namespace nigiwai::social {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
const WallTime kNow{Milliseconds(1'800'000'000'000)};
const std::vector<std::string> kOpened{"127.0.0.1:9000"};

json::object body(std::string_view url = "https://partner.example/hooks") {
  return {{"name", "在庫システム"}, {"url", url}, {"kinds", {"order.*", "show.started"}}};
}

std::string wrong_in(const json::object& told) {
  const auto read = read_webhook(told, kOpened);
  return read ? "nothing" : read.error().field;
}

TEST(Webhook, IsReadAsItWasAskedFor) {
  const auto read = read_webhook(body(), kOpened);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->kinds, (std::vector<std::string>{"order.*", "show.started"}));
  EXPECT_EQ(wrong_in(body("http://127.0.0.1:9000/hooks")), "nothing") << "a peer that was opened";
}

TEST(Webhook, RefusesWhatIsNoReceiver) {
  for (const auto* url :
       {"", "partner.example", "/hooks", "http://partner.example/", "ftp://partner.example/",
        "https://user:word@partner.example/", "https:///hooks", "http://127.0.0.1:9001/"}) {
    EXPECT_EQ(wrong_in(body(url)), "/url") << url;
  }
}

TEST(Webhook, RefusesKindsThatWouldNeverBeTold) {
  for (const auto* kind : {"", "order", "orders.*", "order.", "order.*.x", "Order.placed", "**", ".*"}) {
    auto told = body();
    told["kinds"] = json::array{"*", kind};
    EXPECT_EQ(wrong_in(told), "/kinds/1") << kind;
  }
  auto none = body();
  none["kinds"] = json::array{};
  EXPECT_EQ(wrong_in(none), "/kinds");
  auto more = body();
  more["secret"] = "mine";
  EXPECT_EQ(wrong_in(more), "/secret");
}

TEST(Webhook, KeepsWhatAChangeDoesNotName) {
  const Webhook before{.name = "A", .url = "https://a.example/", .kinds = {"*"}};
  const auto read = read_webhook({{"name", "B"}}, kOpened, &before);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "B");
  EXPECT_EQ(read->url, before.url);
  EXPECT_EQ(read->kinds, before.kinds);
}

TEST(Webhook, IsToldOfWhatItsKindsMean) {
  const std::vector<std::string> orders{"order.*", "show.started"};
  EXPECT_TRUE(means(orders, "order.placed"));
  EXPECT_TRUE(means(orders, "show.started"));
  EXPECT_FALSE(means(orders, "show.ended"));
  EXPECT_FALSE(means(orders, "orders.placed"));
  EXPECT_TRUE(means(std::vector<std::string>{"*"}, "chat.posted"));
}

TEST(Webhook, NamesItsDeliveriesByWhereTheyBegin) {
  Webhook hook{.id = "w1"};
  const auto first = delivery_id(hook, 7);
  EXPECT_EQ(first, delivery_id(hook, 7));
  EXPECT_NE(first, delivery_id(hook, 8));
  hook.run = 2;
  EXPECT_NE(first, delivery_id(hook, 7)) << "what is replayed is another delivery";
}

TEST(WebhookAfterTry, WaitsLongerEachTime) {
  Webhook hook;
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 12; ++i) {
    const auto after = after_try(hook, {.status = 500}, kNow);
    waits.push_back((after.next_at - kNow).count() / 1000);
    hook.failures = after.failures;
    hook.failing_since = after.failing_since;
  }
  EXPECT_EQ(waits, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}));
  const auto well = after_try(hook, {.status = 204}, kNow);
  EXPECT_EQ(well.failures, 0);
  EXPECT_FALSE(well.failing_since);
}

TEST(WebhookAfterTry, PausesAfterHoursAndForWhatIsGone) {
  Webhook hook{.failures = 90, .failing_since = kNow - kFailsBeforePause + minutes(1)};
  EXPECT_EQ(after_try(hook, {.status = 0, .error = "away"}, kNow).paused, Paused::kNot);
  EXPECT_EQ(after_try(hook, {.status = 0, .error = "away"}, kNow + minutes(1)).paused, Paused::kFailing);
  EXPECT_EQ(after_try({}, {.status = 410}, kNow).paused, Paused::kGone);
  hook.paused = Paused::kByPerson;
  EXPECT_EQ(after_try(hook, {.status = 410}, kNow + hours(9)).paused, Paused::kByPerson)
      << "who paused it knows";
}

TEST(WebhookAfterTry, HearsWhenTheReceiverWantsToBeAskedAgain) {
  EXPECT_EQ(after_try({}, {.status = 429, .retry_after = Milliseconds(90'000)}, kNow).next_at,
            kNow + Milliseconds(90'000));
  EXPECT_EQ(retry_after_of("120"), Milliseconds(120'000));
  EXPECT_EQ(retry_after_of("99999999999"), Milliseconds(kLongestRetryAfter));
  for (const auto* nonsense : {"", "-1", "soon", "1.5", "Sat, 21 Nov 2026 11:00:00 GMT"})
    EXPECT_FALSE(retry_after_of(nonsense)) << nonsense;
}

TEST(Webhook, IsDueWhenItsTimeHasComeOrTheClockWasSetBack) {
  Webhook hook{.next_at = kNow};
  EXPECT_TRUE(is_due(hook, kNow));
  EXPECT_FALSE(is_due(hook, kNow - minutes(5)));
  EXPECT_TRUE(is_due(hook, kNow - hours(24 * 365)));
  hook.paused = Paused::kByPerson;
  EXPECT_FALSE(is_due(hook, kNow));
}

TEST(WebhookAfterTry, TakesOnlyTwoHundredsForAYes) {
  for (const int status : {200, 201, 204, 299}) EXPECT_EQ(why_not({.status = status}), "");
  for (const int status : {0, 101, 301, 302, 400, 404, 410, 500, 503})
    EXPECT_FALSE(why_not({.status = status, .error = "away"}).empty()) << status;
}

}  // namespace
}  // namespace nigiwai::social
