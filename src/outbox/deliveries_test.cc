#include "outbox/deliveries.h"

#include <gmock/gmock.h>

#include <future>
#include <set>

#include "outbox/migrations.h"
#include "outbox/schedule.h"
#include "store/test_support.h"

namespace nigiwai::outbox {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Answers as the test says, by receiver, and remembers what it took.
struct Scripted final : Peers {
  std::map<std::string, Result<PeerAnswer>> answers;
  std::vector<std::string> taken;  // "receiver body"
  int asked = 0;

  Result<PeerAnswer> ask(const PeerRequest& request) override {
    ++asked;
    const auto found = answers.find(request.url);
    if (found != answers.end() && (!found->second || found->second->status != 202)) return found->second;
    taken.push_back(request.url + " " + request.body + " " + request.headers.at(0).value);
    return PeerAnswer{.status = 202};
  }
};

class DeliveriesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto database = file_.open();
    const std::span<const store::Migration> rooms[] = {migrations()};
    ASSERT_TRUE(store::migrate(*database, clock_, rooms).has_value());
    writer_ = std::make_unique<store::Writer>(std::move(database), clock_);
    readers_ = std::make_unique<store::Readers>(file_.path());
    restart();
  }
  void TearDown() override {
    deliveries_.reset();
    writer_->stop();
    writer_.reset();
    readers_.reset();
  }
  // What is only in memory is gone.
  void restart() {
    deliveries_ = std::make_unique<Deliveries>(Deliveries::Parts{
        .writer = *writer_,
        .readers = *readers_,
        .clock = clock_,
        .peers = peers_,
        .sign = [](const std::string& sender, const std::string&, const std::string&)
            -> Result<std::vector<PeerHeader>> { return std::vector<PeerHeader>{{"Signature", sender}}; },
        .gone = [this](store::Transaction&, const std::string& receiver) { gone_.insert(receiver); }});
  }
  void write(const std::function<void(store::Transaction&)>& work) {
    std::promise<void> done;
    writer_->run<int>(
        store::Lane::kStaff,
        [&](store::Transaction& transaction) -> Result<int> {
          work(transaction);
          return 0;
        },
        [&](const Result<int>&) { done.set_value(); });
    done.get_future().get();
  }
  void queue(const std::string& body, std::vector<std::string> receivers) {
    write([&](store::Transaction& t) {
      deliver(t, {.sender = "shop", .body = body, .receivers = std::move(receivers)});
    });
  }
  void drain() {
    while (deliveries_->step()) {
    }
  }
  std::int64_t number(const std::string& sql) {
    return *readers_->read<std::int64_t>([&](store::Database& db) -> Result<std::int64_t> {
      auto rows = db.query(sql);
      return rows.next() ? rows.integer(0) : -1;
    });
  }
  std::int64_t waiting() { return number("SELECT count(*) FROM delivery"); }

  ManualClock clock_;
  Scripted peers_;
  std::set<std::string> gone_;
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<Deliveries> deliveries_;

 private:
  store::TestFile file_{"deliveries_test"};
};

const std::string kA = "https://a.example/inbox";
const std::string kB = "https://b.example/inbox";
const Result<PeerAnswer> kAway = fail(Kind::kUnavailable, "peer-away", "The other server did not answer.");

TEST_F(DeliveriesTest, GoInOrderAndLeaveNothing) {
  queue("1", {kA, kB});
  queue("2", {kA});
  drain();
  EXPECT_THAT(peers_.taken, ElementsAre(kA + " 1 shop", kB + " 1 shop", kA + " 2 shop"));
  EXPECT_EQ(waiting() + number("SELECT count(*) FROM delivery_body") +
                number("SELECT count(*) FROM delivery_receiver"),
            0);
}

TEST_F(DeliveriesTest, WaitForWhoIsAwayAndNobodyElseDoes) {
  peers_.answers.emplace(kA, kAway);
  queue("1", {kA, kB});
  queue("2", {kA, kB});
  drain();
  EXPECT_THAT(peers_.taken, ElementsAre(kB + " 1 shop", kB + " 2 shop"));
  EXPECT_EQ(waiting(), 2);
  EXPECT_EQ(peers_.asked, 3) << "one try of the first; the second waits behind it";
  restart();
  clock_.advance(kFirstDelay);
  peers_.answers.clear();
  drain();
  EXPECT_THAT(peers_.taken, ElementsAre(kB + " 1 shop", kB + " 2 shop", kA + " 1 shop", kA + " 2 shop"));
}

TEST_F(DeliveriesTest, LeaveAServerThatIsAwayAloneWithAllItsReceivers) {
  std::vector<std::string> receivers;
  for (int i = 0; i < 50; ++i) {
    receivers.push_back("https://a.example/" + std::to_string(i));
    peers_.answers.emplace(receivers.back(), kAway);
  }
  queue("1", receivers);
  drain();
  EXPECT_EQ(peers_.asked, 1);
}

TEST_F(DeliveriesTest, AreGivenUpAfterTheirDaysOneByOne) {
  peers_.answers.emplace(kA, PeerAnswer{.status = 503});
  queue("old", {kA});
  for (auto passed = 0h; passed < kDeliveryGivenUpAfter; passed += 1h) {
    clock_.advance(1h);
    drain();
  }
  EXPECT_EQ(waiting(), 0);
  EXPECT_LT(peers_.asked, 120) << "once an hour at the end";
  peers_.answers.clear();
  queue("new", {kA});
  drain();
  EXPECT_THAT(peers_.taken, ElementsAre(kA + " new shop"));
}

TEST_F(DeliveriesTest, AreDroppedWhereTheyAreRefusedOrNobodyIs) {
  peers_.answers.emplace(kA, PeerAnswer{.status = 400});
  peers_.answers.emplace(kB, PeerAnswer{.status = 410});
  queue("1", {kA, kB});
  queue("2", {kB});
  drain();
  EXPECT_EQ(waiting(), 0);
  EXPECT_EQ(peers_.asked, 2);
  EXPECT_EQ(gone_, std::set<std::string>{kB});
}

TEST_F(DeliveriesTest, WaitAsLongAsTheyAreAskedTo) {
  peers_.answers.emplace(kA, PeerAnswer{.status = 429, .headers = {{"retry-after", "7200"}}});
  queue("1", {kA});
  drain();
  clock_.advance(119min);
  drain();
  EXPECT_EQ(peers_.asked, 1);
  clock_.advance(2min);
  drain();
  EXPECT_EQ(peers_.asked, 2);
}

TEST_F(DeliveriesTest, OfAHostAreForgottenWithThoseBelowIt) {
  queue("1", {kA, "https://x.a.example/inbox", "https://nota.example/inbox"});
  write([](store::Transaction& t) { forget_deliveries(t, "a.example"); });
  EXPECT_EQ(waiting(), 1);
}

TEST(DeliveryHost, IsThatOfTheAddress) {
  EXPECT_EQ(host_of_address("https://A.example:443/x"), "a.example");
  EXPECT_EQ(host_of_address("http://a.example:8080?x"), "a.example:8080");
  EXPECT_EQ(host_of_address("https://u@a.example/"), "");
  EXPECT_EQ(host_of_address("nonsense"), "");
}

TEST(DeliveryJudgement, TellsWhatIsFinal) {
  for (const int status : {200, 202, 204})
    EXPECT_EQ(judge(PeerAnswer{.status = status}).what, Brought::kTaken);
  for (const int status : {401, 408, 429, 500, 503})
    EXPECT_EQ(judge(PeerAnswer{.status = status}).what, Brought::kPutOff);
  for (const int status : {301, 400, 403, 404, 405, 422})
    EXPECT_EQ(judge(PeerAnswer{.status = status}).what, Brought::kRefused);
  EXPECT_EQ(judge(PeerAnswer{.status = 410}).what, Brought::kGone);
  EXPECT_EQ(judge(kAway).what, Brought::kPutOff);
  EXPECT_EQ(judge(fail(Kind::kForbidden, "peer-forbidden", ".")).what, Brought::kRefused);
}

}  // namespace
}  // namespace nigiwai::outbox
