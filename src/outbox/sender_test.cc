#include "outbox/sender.h"

#include <gmock/gmock.h>

#include <future>
#include <set>
#include <vector>

#include "outbox/mail.h"
#include "outbox/migrations.h"
#include "outbox/schedule.h"
#include "store/test_support.h"

namespace nigiwai::outbox {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Does what the test says, and remembers what it took.
struct Scripted final : Postman {
  std::function<Delivery(const Letter&)> does = [](const Letter&) {
    return Delivery{.what = Delivered::kTaken};
  };
  std::vector<Letter> taken;
  int asked = 0;

  Delivery deliver(const Letter& letter) override {
    ++asked;
    auto delivery = does(letter);
    if (delivery.what == Delivered::kTaken) taken.push_back(letter);
    return delivery;
  }
};

class SenderTest : public testing::Test {
 protected:
  void SetUp() override {
    auto database = file_.open();
    const std::span<const store::Migration> rooms[] = {migrations()};
    ASSERT_TRUE(store::migrate(*database, clock_, rooms).has_value());
    writer_ = std::make_unique<store::Writer>(std::move(database), clock_);
    readers_ = std::make_unique<store::Readers>(file_.path());
    start();
  }
  void TearDown() override {
    sender_.reset();
    writer_->stop();
    writer_.reset();
    readers_.reset();
  }
  // Also a restart: what is only in memory is gone.
  void start() {
    sender_.reset();
    auto postman = std::make_unique<Scripted>();
    postman_ = postman.get();
    sender_ = std::make_unique<Sender>(
        *writer_, *readers_, clock_, std::move(postman),
        SenderOptions{.host = "shop.example", .shop_name = [](auto&) { return "TSUKISHIRO"; }});
  }
  void write(const std::function<void(store::Transaction&)>& work) {
    std::promise<void> done;
    writer_->run<int>(
        store::Lane::kStaff,
        [&](store::Transaction& transaction) -> Result<int> {
          work(transaction);
          return 0;
        },
        [&](Result<int>) { done.set_value(); });
    done.get_future().get();
  }
  void send_to(const std::string& to, const std::string& subject = "Hello",
               std::optional<WallTime> not_before = {}) {
    write([&](store::Transaction& transaction) {
      outbox::send(transaction, clock_,
                   {.to = to,
                    .subject = subject,
                    .text = "text",
                    .kind = "test",
                    .person = "v" + to,
                    .about = "show",
                    .not_before = not_before});
    });
  }
  void drain() {
    while (sender_->step()) {
    }
  }
  std::vector<std::string> taken_by() const {
    std::vector<std::string> to;
    for (const auto& letter : postman_->taken) to.push_back(letter.to);
    return to;
  }
  std::int64_t number(const std::string& sql) {
    return *readers_->read<std::int64_t>([&](store::Database& db) -> Result<std::int64_t> {
      auto rows = db.query(sql);
      return rows.next() ? rows.integer(0) : -1;
    });
  }
  static std::string id_of(const Letter& letter) {
    const auto at = letter.message.find("Message-ID: ");
    return letter.message.substr(at, letter.message.find('\r', at) - at);
  }

  ManualClock clock_;
  store::TestFile file_{"outbox_test"};
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<Sender> sender_;
  Scripted* postman_ = nullptr;
};

TEST_F(SenderTest, DeliversInTheOrderWrittenAndKeepsNothing) {
  send_to("a@example.jp", "1");
  send_to("b@example.jp", "2");
  send_to("a@example.jp", "3");
  drain();
  EXPECT_THAT(taken_by(), ElementsAre("a@example.jp", "b@example.jp", "a@example.jp"));
  EXPECT_EQ(number("SELECT count(*) FROM mail"), 0);
  EXPECT_EQ(number("SELECT sent FROM outbox"), 3);
  EXPECT_THAT(postman_->taken[0].message, HasSubstr("From: \"TSUKISHIRO\"\r\n <no-reply@shop.example>"));
}

TEST_F(SenderTest, LosesAndRepeatsNothingWhenTheServerIsDownForAnHour) {
  bool down = true;
  postman_->does = [&](const Letter&) {
    return down ? Delivery{.what = Delivered::kNobodyHome, .reason = "The mail server cannot be used."}
                : Delivery{.what = Delivered::kTaken};
  };
  for (int minute = 0; minute < 60; ++minute) {
    send_to("m" + std::to_string(minute) + "@example.jp");
    for (int second = 0; second < 60; ++second) {
      drain();
      clock_.advance(1s);
    }
  }
  EXPECT_TRUE(postman_->taken.empty());
  EXPECT_GT(postman_->asked, 30) << "it goes on trying";
  EXPECT_LT(postman_->asked, 60) << "and does not hammer at the door";
  EXPECT_EQ(number("SELECT count(*) FROM mail WHERE state = 'waiting'"), 60);
  down = false;
  for (auto waited = 0ms; waited <= kLongestPause; waited += 1000ms) {
    drain();
    clock_.advance(1s);
  }
  ASSERT_EQ(postman_->taken.size(), 60u) << "all of it within the longest pause";
  std::set<std::string> ids;
  for (int minute = 0; minute < 60; ++minute) {
    const auto& letter = postman_->taken[static_cast<std::size_t>(minute)];
    EXPECT_EQ(letter.to, "m" + std::to_string(minute) + "@example.jp");
    ids.insert(id_of(letter));
  }
  EXPECT_EQ(ids.size(), 60u);
}

TEST_F(SenderTest, PutsOffOneMailAndNotTheOthersButNoneToTheSamePersonOvertakes) {
  bool grey = true;
  postman_->does = [&](const Letter& letter) {
    return grey && letter.to == "a@example.jp"
               ? Delivery{.what = Delivered::kPutOff, .reason = "put off (450)."}
               : Delivery{.what = Delivered::kTaken};
  };
  send_to("a@example.jp", "first");
  send_to("b@example.jp");
  send_to("a@example.jp", "second");
  drain();
  EXPECT_THAT(taken_by(), ElementsAre("b@example.jp"));
  grey = false;
  drain();
  EXPECT_THAT(taken_by(), ElementsAre("b@example.jp")) << "not before its time";
  clock_.advance(kFirstDelay);
  drain();
  ASSERT_THAT(taken_by(), ElementsAre("b@example.jp", "a@example.jp", "a@example.jp"));
  EXPECT_THAT(postman_->taken[1].message, HasSubstr("Subject: first"));
  EXPECT_THAT(postman_->taken[2].message, HasSubstr("Subject: second"));
}

TEST_F(SenderTest, GivesUpAtOnceWhatIsRefusedAndKeepsTheReason) {
  postman_->does = [](const Letter&) {
    return Delivery{.what = Delivered::kRefused, .reason = "refused (550)."};
  };
  send_to("gone@example.jp");
  drain();
  clock_.advance(24h);
  drain();
  EXPECT_EQ(postman_->asked, 1);
  EXPECT_EQ(number("SELECT count(*) FROM mail WHERE state = 'failed' AND reason = 'refused (550).'"), 1);
}

TEST_F(SenderTest, GivesUpAfterThreeDaysWhetherPutOffOrAway) {
  for (const auto what : {Delivered::kPutOff, Delivered::kNobodyHome}) {
    postman_->does = [&](const Letter&) { return Delivery{.what = what, .reason = "no."}; };
    send_to("a@example.jp");
    for (int hour = 0; hour <= 73; ++hour) {
      drain();
      if (hour == 70) EXPECT_EQ(number("SELECT count(*) FROM mail WHERE state = 'waiting'"), 1);
      clock_.advance(1h);
    }
    EXPECT_EQ(number("SELECT count(*) FROM mail WHERE state = 'waiting'"), 0);
    EXPECT_EQ(
        number("SELECT count(*) FROM mail WHERE state = 'failed' AND reason LIKE 'Given up after 3 days%'"),
        1);
    write([](store::Transaction& transaction) { transaction.db().run("DELETE FROM mail"); });
  }
}

TEST_F(SenderTest, GoesOnAfterARestartWithTheSameMessageId) {
  std::string tried;
  postman_->does = [&](const Letter& letter) {
    tried = id_of(letter);
    return Delivery{.what = Delivered::kNobodyHome, .reason = "no."};
  };
  send_to("a@example.jp");
  drain();
  start();
  drain();
  ASSERT_EQ(postman_->taken.size(), 1u);
  EXPECT_EQ(id_of(postman_->taken[0]), tried);
}

TEST_F(SenderTest, WaitsForTheTimeOfAReminderAndLetsOthersPass) {
  send_to("a@example.jp", "later", clock_.wall() + 1h);
  send_to("a@example.jp", "now");
  drain();
  ASSERT_EQ(postman_->taken.size(), 1u);
  EXPECT_THAT(postman_->taken[0].message, HasSubstr("Subject: now"));
  clock_.advance(1h);
  drain();
  EXPECT_EQ(postman_->taken.size(), 2u);
}

TEST_F(SenderTest, TakesBackMovesAndForgets) {
  send_to("a@example.jp", "x", clock_.wall() + 1h);
  send_to("b@example.jp", "x", clock_.wall() + 1h);
  send_to("c@example.jp", "x", clock_.wall() + 1h);
  send_to("d@example.jp", "x", clock_.wall() + 1h);
  write([&](store::Transaction& transaction) {
    EXPECT_EQ(withdraw(transaction, "test", "va@example.jp", "show"), 1);
    EXPECT_EQ(move(transaction, "test", "show", clock_.wall() + 2h), 3);
    const std::string person = "vb@example.jp", address = "c@example.jp";
    forget(transaction, std::span(&person, 1), std::span(&address, 1));
  });
  clock_.advance(1h);
  drain();
  EXPECT_TRUE(postman_->taken.empty());
  clock_.advance(1h);
  drain();
  EXPECT_THAT(taken_by(), ElementsAre("d@example.jp"));
}

TEST_F(SenderTest, WaitsWithoutAMailServer) {
  sender_ =
      std::make_unique<Sender>(*writer_, *readers_, clock_, nullptr, SenderOptions{.host = "shop.example"});
  send_to("a@example.jp");
  drain();
  EXPECT_EQ(sender_->figures().waiting, 1);
  EXPECT_FALSE(sender_->has_postman());
}

TEST_F(SenderTest, RefusesAnAddressThatCouldNotStandInAnEnvelope) {
  send_to("a@example.jp>\r\nRCPT TO:<b@example.jp");
  drain();
  EXPECT_EQ(postman_->asked, 0);
  EXPECT_EQ(number("SELECT count(*) FROM mail WHERE state = 'failed'"), 1);
}

}  // namespace
}  // namespace nigiwai::outbox
