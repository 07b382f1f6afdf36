#include "social/partners/webhook_sender.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <future>

#include "http/migrations.h"
#include "media/migrations.h"
#include "outbox/migrations.h"
#include "people/migrations.h"
#include "shop/migrations.h"
#include "show/migrations.h"
#include "social/migrations.h"
#include "social/partners/webhook_signature.h"
#include "store/test_support.h"
#include "talk/migrations.h"
#include "timeline/journal.h"
#include "timeline/migrations.h"

namespace nigiwai::social {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using Numbers = std::vector<std::int64_t>;

struct Deaf : timeline::EventListener {
  void published(timeline::SharedEvent) override {}
};

// One delivery as a receiver sees it.
struct Received {
  std::string url{}, id{}, timestamp{}, signature{}, body{};
  bool took = false;
  Numbers numbers() const {
    Numbers found;
    for (const auto& event : json::parse(body).at("data").at("events").as_array())
      found.push_back(event.at("data").at("n").as_int64());
    return found;
  }
};

// Receivers that do what the test says.
class Receivers final : public outbox::Peers {
 public:
  std::function<int(const std::string& url)> answers = [](const std::string&) { return 200; };
  Result<outbox::PeerAnswer> ask(const outbox::PeerRequest& request) override {
    const int status = answers(request.url);
    const std::scoped_lock lock(mutex_);
    Received got{.url = request.url, .body = request.body, .took = status == 200};
    for (const auto& header : request.headers) {
      if (header.name == "webhook-id") got.id = header.value;
      if (header.name == "webhook-timestamp") got.timestamp = header.value;
      if (header.name == "webhook-signature") got.signature = header.value;
    }
    all_.push_back(got);
    if (status == 0) return fail(Kind::kUnavailable, "peer-away", "The other server did not answer.");
    return outbox::PeerAnswer{.status = status};
  }
  std::vector<Received> all() {
    const std::scoped_lock lock(mutex_);
    return all_;
  }
  // What this receiver took, event by event.
  Numbers took(const std::string& url) {
    Numbers numbers;
    for (const auto& one : all())
      if (one.took && one.url == url) std::ranges::copy(one.numbers(), std::back_inserter(numbers));
    return numbers;
  }

 private:
  std::mutex mutex_;
  std::vector<Received> all_;
};

const http::Caller kOwner{.role = http::Role::kOwner, .id = "s1", .name = "店長", .handle = "owner"};
const std::string kUrl = "https://partner.example/hooks";

class WebhookSenderTest : public testing::Test {
 protected:
  void SetUp() override {
    auto database = file_.open();
    const std::span<const store::Migration> rooms[] = {
        http::migrations(),  outbox::migrations(), timeline::migrations(),
        media::migrations(), people::migrations(), shop::migrations(),
        show::migrations(),  talk::migrations(),   migrations()};
    ASSERT_TRUE(store::migrate(*database, clock_, rooms).has_value());
    database->script(
        "INSERT INTO staff (id, handle, name, title, role, email, created_at) VALUES ('s1', 'owner', '店長', "
        "'', "
        "'owner', 'owner@example.jp', 0), ('s2', 'plan', '企画', '', 'planner', 'plan@example.jp', 0)");
    writer_ = std::make_unique<store::Writer>(std::move(database), clock_);
    readers_ = std::make_unique<store::Readers>(file_.path());
    restart();
  }
  void TearDown() override {
    sender_.reset();
    writer_->stop();
    writer_.reset();
    readers_.reset();
  }
  // As after a crash: what was only in memory is gone.
  void restart() {
    sender_.reset();
    sender_ = std::make_unique<WebhookSender>(WebhookSenderParts{.writer = *writer_,
                                                                 .readers = *readers_,
                                                                 .peers = receivers_,
                                                                 .clock = clock_,
                                                                 .secrets = {box_, random_},
                                                                 .origin = "https://shop.example",
                                                                 .shop_secret = "secret"});
  }
  template <class T>
  Result<T> run(std::function<Result<T>(store::Transaction&)> work) {
    std::promise<Result<T>> done;
    writer_->run<T>(store::Lane::kStaff, std::move(work),
                    [&](Result<T> result) { done.set_value(std::move(result)); });
    return done.get_future().get();
  }
  MadeWebhook make(const std::string& url = kUrl, std::vector<std::string> kinds = {"*"}) {
    return *run<MadeWebhook>([&](store::Transaction& t) {
      return add_webhook(t, {box_, random_}, {.name = "連携", .url = url, .kinds = kinds}, kOwner);
    });
  }
  void happen(std::int64_t n, const std::string& kind = "show.changed",
              timeline::Audience audience = timeline::Audience::kEveryone) {
    ASSERT_TRUE(run<int>([&](store::Transaction& t) -> Result<int> {
      journal_.append(t, "", {.kind = kind, .data = {{"n", n}}, .audience = audience, .text = "words"});
      return 0;
    }));
  }
  void happen_from_to(std::int64_t from, std::int64_t to) {
    for (auto n = from; n <= to; ++n) happen(n);
  }
  // As often as there is something to do now.
  void work(const std::string& id) {
    while (sender_->turn(id)) {
    }
  }
  Webhook now(const std::string& id) {
    return *readers_->read<Webhook>([&](store::Database& db) { return find_webhook(db, id); });
  }
  std::int64_t number(const std::string& sql) {
    return *readers_->read<std::int64_t>([&](store::Database& db) -> Result<std::int64_t> {
      auto rows = db.query(sql);
      return rows.next() ? rows.integer(0) : -1;
    });
  }
  static Numbers up_to(std::int64_t most) {
    Numbers numbers;
    for (std::int64_t n = 1; n <= most; ++n) numbers.push_back(n);
    return numbers;
  }

  ManualClock clock_;
  Deaf deaf_;
  timeline::Journal journal_{deaf_};
  SystemRandom random_;
  SecretBox box_{std::string(kSealKeyBytes, 'k')};
  Receivers receivers_;
  store::TestFile file_{"webhook_test"};
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<WebhookSender> sender_;
};

TEST_F(WebhookSenderTest, AReceiverThatFailsForAnHourGetsEverythingAfterwardsInOrder) {
  happen(0);  // before it was made
  const auto made = make();
  bool well = false;
  receivers_.answers = [&](const std::string&) { return well ? 200 : 503; };
  // Something happens every minute of the hour, and the server is started anew in the middle of it.
  std::int64_t n = 0;
  for (int minute = 0; minute < 60; ++minute) {
    happen_from_to(n + 1, n + 3);
    n += 3;
    if (minute == 30) restart();
    for (int second = 0; second < 60; second += 10) {
      work(made.hook.id);
      clock_.advance(Milliseconds(10'000));
    }
  }
  EXPECT_TRUE(receivers_.took(kUrl).empty());
  EXPECT_EQ(now(made.hook.id).paused, Paused::kNot) << "an hour is no reason";
  std::set<std::string> ids;
  for (const auto& one : receivers_.all()) ids.insert(one.id);
  EXPECT_EQ(ids.size(), 1U) << "the same delivery at every try";
  EXPECT_LT(receivers_.all().size(), 30U) << "it is not hammered";

  well = true;
  clock_.advance(kLongestWebhookRetry);
  work(made.hook.id);
  EXPECT_EQ(receivers_.took(kUrl), up_to(n));
  std::set<std::string> taken;
  for (const auto& one : receivers_.all()) {
    EXPECT_EQ(one.signature,
              webhook_signature({.id = one.id, .timestamp = std::stoll(one.timestamp), .body = one.body},
                                std::span(&made.secret, 1)));
    if (one.took) EXPECT_TRUE(taken.insert(one.id).second) << one.id << " came twice";
  }
  EXPECT_TRUE(taken.contains(*ids.begin())) << "what failed is what came first";
  const auto after = now(made.hook.id);
  EXPECT_EQ(after.failures, 0);
  EXPECT_EQ(after.delivered, n);
  EXPECT_LE(number("SELECT count(*) FROM webhook_try"), kTriesKept);
}

TEST_F(WebhookSenderTest, WhatWasTakenButNotWrittenComesAgainUnderTheSameId) {
  const auto made = make();
  happen_from_to(1, 3);
  // The crash comes after the bounds were written, before what became of it.
  receivers_.answers = [](const std::string&) { return 0; };
  work(made.hook.id);
  happen_from_to(4, 5);
  restart();
  receivers_.answers = [](const std::string&) { return 200; };
  clock_.advance(Milliseconds(1000));
  work(made.hook.id);
  const auto all = receivers_.all();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].id, all[1].id);
  EXPECT_EQ(all[0].body, all[1].body) << "and the same events";
  EXPECT_EQ(all[2].numbers(), (Numbers{4, 5}));
}

TEST_F(WebhookSenderTest, IsToldOfItsKindsAndOfOrdersWithoutTheirWords) {
  const auto orders = make("https://orders.example/", {"order.*"});
  happen(1);
  happen(2, "order.placed", timeline::Audience::kStaff);
  happen(3, "order.shipped", timeline::Audience::kStaff);
  happen(4, "presenter.noted", timeline::Audience::kStaff);
  happen(5, "play.span", timeline::Audience::kServer);
  work(orders.hook.id);
  EXPECT_EQ(receivers_.took("https://orders.example/"), (Numbers{2, 3}));
  EXPECT_EQ(receivers_.all().at(0).body.find("words"), std::string::npos);
  const auto all = make("https://all.example/");
  happen(6);
  happen(7, "presenter.noted", timeline::Audience::kStaff);
  happen(8, "order.paid", timeline::Audience::kStaff);
  work(all.hook.id);
  EXPECT_EQ(receivers_.took("https://all.example/"), (Numbers{6, 8}));
}

TEST_F(WebhookSenderTest, PassesOverWhatNobodyAskedFor) {
  const auto made = make(kUrl, {"order.*"});
  ASSERT_TRUE(run<int>([&](store::Transaction& t) -> Result<int> {
    for (int i = 0; i < kEventsAReading + 20; ++i) journal_.append(t, "", {.kind = "show.changed"});
    return 0;
  }));
  happen(1, "order.placed", timeline::Audience::kStaff);
  work(made.hook.id);
  EXPECT_EQ(receivers_.took(kUrl), Numbers{1});
}

TEST_F(WebhookSenderTest, IsPausedAfterHoursTheOwnersAreToldAndNothingIsLost) {
  const auto made = make();
  receivers_.answers = [](const std::string&) { return 0; };
  happen(1);
  for (int i = 0; i < 100 && now(made.hook.id).paused == Paused::kNot; ++i) {
    work(made.hook.id);
    clock_.advance(kLongestWebhookRetry);
  }
  EXPECT_EQ(now(made.hook.id).paused, Paused::kFailing);
  EXPECT_EQ(
      number("SELECT count(*) FROM mail WHERE kind = 'webhook.stopped' AND recipient = 'owner@example.jp'"),
      1);
  EXPECT_EQ(number("SELECT count(*) FROM mail"), 1) << "owners alone, once";
  EXPECT_EQ(number("SELECT count(*) FROM audit WHERE action = 'webhook.stopped' AND by_handle = ''"), 1);
  happen(2);
  receivers_.answers = [](const std::string&) { return 200; };
  clock_.advance(hours(24));
  work(made.hook.id);
  EXPECT_TRUE(receivers_.took(kUrl).empty()) << "paused is paused";
  ASSERT_TRUE(run<void>([&](store::Transaction& t) { return resume_webhook(t, made.hook.id, kOwner); }));
  work(made.hook.id);
  EXPECT_EQ(receivers_.took(kUrl), up_to(2));
}

TEST_F(WebhookSenderTest, IsPausedAtOnceByAReceiverThatIsGone) {
  const auto made = make();
  receivers_.answers = [](const std::string&) { return 410; };
  happen(1);
  work(made.hook.id);
  EXPECT_EQ(now(made.hook.id).paused, Paused::kGone);
  EXPECT_EQ(number("SELECT count(*) FROM mail"), 1);
}

TEST_F(WebhookSenderTest, ReplaysUnderNewIds) {
  const auto made = make();
  happen_from_to(1, 3);
  work(made.hook.id);
  ASSERT_TRUE(run<void>(
      [&](store::Transaction& t) { return replay_webhook(t, made.hook.id, made.hook.cursor, kOwner); }));
  work(made.hook.id);
  EXPECT_EQ(receivers_.took(kUrl), (Numbers{1, 2, 3, 1, 2, 3}));
  const auto all = receivers_.all();
  EXPECT_NE(all.front().id, all.back().id);
  const auto far =
      run<void>([&](store::Transaction& t) { return replay_webhook(t, made.hook.id, 1'000'000, kOwner); });
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().field, "/after");
}

TEST_F(WebhookSenderTest, SignsWithTheSecretBeforeForADay) {
  const auto made = make();
  const auto fresh = *run<std::string>(
      [&](store::Transaction& t) { return rotate_webhook(t, {box_, random_}, now(made.hook.id), kOwner); });
  const auto signed_with = [&](const Received& one, std::vector<std::string> secrets) {
    return one.signature ==
           webhook_signature({.id = one.id, .timestamp = std::stoll(one.timestamp), .body = one.body},
                             secrets);
  };
  happen(1);
  work(made.hook.id);
  EXPECT_TRUE(signed_with(receivers_.all().back(), {fresh, made.secret}));
  clock_.advance(kOldSecretSigns);
  happen(2);
  work(made.hook.id);
  EXPECT_TRUE(signed_with(receivers_.all().back(), {fresh}));
}

TEST_F(WebhookSenderTest, ASlowReceiverDelaysNobody) {
  const auto slow = make("https://slow.example/");
  std::vector<MadeWebhook> quick;
  for (int i = 1; i < kMostWebhooks; ++i) quick.push_back(make("https://quick.example/" + std::to_string(i)));
  std::promise<void> let_go;
  const auto gone = let_go.get_future().share();
  receivers_.answers = [gone](const std::string& url) {
    if (url == "https://slow.example/") gone.wait();
    return 200;
  };
  happen(1);
  sender_->start();
  // Everybody else is told while the slow one still thinks; this hangs, where they would wait for it.
  for (const auto& hook : quick)
    while (receivers_.took(hook.hook.url).empty()) std::this_thread::sleep_for(Milliseconds(5));
  EXPECT_TRUE(receivers_.took("https://slow.example/").empty());
  let_go.set_value();
  while (receivers_.took("https://slow.example/").empty()) std::this_thread::sleep_for(Milliseconds(5));
  sender_->stop();
  const auto refused = run<MadeWebhook>([&](store::Transaction& t) {
    return add_webhook(t, {box_, random_}, {.name = "x", .url = kUrl, .kinds = {"*"}}, kOwner);
  });
  ASSERT_FALSE(refused) << "there are as many as have a thread";
  EXPECT_EQ(refused.error().kind, Kind::kConflict);
}

}  // namespace
}  // namespace nigiwai::social
