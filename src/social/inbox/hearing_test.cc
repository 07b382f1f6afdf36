// A network that tests play: what it tells comes in once, listening hears of it, and what is answered is sent
// until the network takes it.
#include "social/inbox/hearing.h"

#include <deque>

#include "social/inbox/answer_sending.h"
#include "social/inbox/inbox_figures.h"
#include "social/inbox/test_support.h"
#include "social/listening/trend.h"

namespace nigiwai::social {
namespace {

const http::Caller kOka{.role = http::Role::kDirector, .id = "s1", .name = "岡", .handle = "oka"};
const http::Caller kMori{.role = http::Role::kPlanner, .id = "s2", .name = "森", .handle = "mori"};

class PlayedVoices final : public Voices {
 public:
  Result<std::vector<Account>> accounts() override {
    return std::vector<Account>{{.id = "a1", .network = "bluesky", .name = "@urumi"}};
  }
  Result<HeardPage> heard(const Account&, const std::string& since) override {
    asked.push_back(since);
    if (away) return std::unexpected(*away);
    return page;
  }
  Result<Published> publish(const Account& account, const Saying& saying) override {
    said.push_back({account.id, saying});
    if (answers.empty()) return Published{.id = "theirs", .url = "https://bsky.example/theirs"};
    auto next = answers.front();
    answers.pop_front();
    return next;
  }
  Names names(store::Database&) const override { return {}; }
  std::optional<Length> length(std::string_view, std::string_view text) const override {
    return Length{.is = text.size(), .most = 300};
  }

  HeardPage page{};
  std::optional<Problem> away{};
  std::vector<std::string> asked{};
  std::vector<std::pair<std::string, Saying>> said{};
  std::deque<Result<Published>> answers{};
};

class HearingTest : public InboxTest {
 protected:
  void SetUp() override {
    InboxTest::SetUp();
    writer_ =
        std::make_unique<store::Writer>(*store::Database::open(path(), store::Access::kReadWrite), clock_);
    readers_ = std::make_unique<store::Readers>(path());
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path() + ".mentions" + suffix);
    listening_ = *Listening::open(path() + ".mentions", clock_);
    hearing_ = std::make_unique<Hearing>(Hearing::Parts{.writer = *writer_,
                                                        .readers = *readers_,
                                                        .random = random_,
                                                        .clock = clock_,
                                                        .voices = voices_,
                                                        .listening = *listening_});
    sending_ = std::make_unique<AnswerSending>(
        AnswerSending::Parts{.writer = *writer_, .readers = *readers_, .clock = clock_, .voices = voices_});
  }
  void TearDown() override {
    listening_.reset();
    writer_.reset();
    readers_.reset();
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path() + ".mentions" + suffix);
    InboxTest::TearDown();
  }

  Heard heard(const std::string& id, const std::string& text = "柿渋の口紅、いいですね") {
    return {.kind = Heard::Kind::kReply,
            .id = id,
            .author = "@hana.example",
            .author_url = "https://bsky.example/hana",
            .text = text,
            .answer_to = "ours",
            .url = "https://bsky.example/hana/" + id,
            .at = clock_.wall()};
  }
  std::int64_t mentions(const std::string& where = "1") {
    return *listening_->readers().read<std::int64_t>([&](store::Database& db) -> Result<std::int64_t> {
      auto rows = db.query("SELECT count(*) FROM mention WHERE " + where);
      return rows.next() ? rows.integer(0) : -1;
    });
  }
  template <class T>
  Result<T> write(std::function<Result<T>(store::Transaction&)> work) {
    return on_writer<T>(*writer_, store::Lane::kStaff, std::move(work));
  }
  Result<std::string> answer(const std::string& text, const http::Caller& by = kOka) {
    const auto item = this->text("SELECT id FROM inbox_item");
    return write<std::string>([&](store::Transaction& t) { return answer_item(t, random_, item, by, text); });
  }
  InboxItem item_now() { return *find_item(db(), text("SELECT id FROM inbox_item")); }

  PlayedVoices voices_;
  std::unique_ptr<store::Writer> writer_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<Listening> listening_;
  std::unique_ptr<Hearing> hearing_;
  std::unique_ptr<AnswerSending> sending_;
};

TEST_F(HearingTest, TakesInWhatANetworkTellsOnceAndGoesOnFromThere) {
  voices_.page = {.items = {heard("1"), heard("2")}, .next = "c2"};
  hearing_->turn();
  hearing_->turn();
  EXPECT_EQ(voices_.asked, (std::vector<std::string>{""})) << "asked again after a minute, not before";
  EXPECT_EQ(number("SELECT count(*) FROM inbox_item"), 2);
  clock_.advance(kAskEvery);
  voices_.page = {.items = {heard("2"), heard("3")}, .next = "c3"};
  hearing_->turn();
  EXPECT_EQ(voices_.asked.back(), "c2");
  EXPECT_EQ(number("SELECT count(*) FROM inbox_item"), 3);
}

TEST_F(HearingTest, AsksLessOftenWhileANetworkIsAwayAndLosesNothing) {
  voices_.away = Problem{Kind::kUnavailable, "peer-away", "Bluesky did not answer."};
  hearing_->turn();
  EXPECT_EQ(text("SELECT why FROM inbox_hearing"), "Bluesky did not answer.");
  clock_.advance(kAskEvery);
  hearing_->turn();
  clock_.advance(kAskEvery);
  hearing_->turn();
  EXPECT_EQ(voices_.asked.size(), 2U) << "the second failure waits twice as long";
  voices_.away.reset();
  voices_.page = {.items = {heard("1")}, .next = "c1"};
  clock_.advance(kAskEvery);
  hearing_->turn();
  EXPECT_EQ(number("SELECT count(*) FROM inbox_item"), 1);
  EXPECT_EQ(text("SELECT why || failures FROM inbox_hearing"), "0");
}

TEST_F(HearingTest, LeavesOutNonsenseAndKeepsTheRest) {
  voices_.page = {.items = {heard(""), heard("1")}, .next = "c1"};
  hearing_->turn();
  EXPECT_EQ(number("SELECT count(*) FROM inbox_item"), 1);
  EXPECT_EQ(text("SELECT since FROM inbox_hearing"), "c1");
}

TEST_F(HearingTest, TellsListeningOfEachOnceAndTakesOutWhatWasWithdrawn) {
  voices_.page = {.items = {heard("1"), heard("2")}, .next = "c2"};
  hearing_->turn();
  hearing_->turn();
  EXPECT_EQ(mentions(), 2);
  EXPECT_EQ(mentions("author = 'hana.example' AND network = 'bluesky'"), 2);
  ASSERT_TRUE(write<void>([](store::Transaction& t) { return change_inbox_item(t, "bluesky", "1", ""); }));
  hearing_->turn();
  EXPECT_EQ(mentions("text <> ''"), 1);
  EXPECT_EQ(mentions(), 2) << "what was counted stays";
}

TEST_F(HearingTest, SendsAnAnswerAndKnowsHowLongItTook) {
  voices_.page = {.items = {heard("1")}, .next = "c1"};
  hearing_->turn();
  clock_.advance(std::chrono::minutes(7));
  ASSERT_TRUE(answer("ありがとうございます"));
  EXPECT_EQ(shown_state(item_now(), clock_.wall()), "sending");
  EXPECT_TRUE(sending_->turn());
  EXPECT_FALSE(sending_->turn());
  ASSERT_EQ(voices_.said.size(), 1U);
  const auto& [account, saying] = voices_.said.front();
  EXPECT_EQ(account, "a1");
  EXPECT_EQ(saying.answer_to, "1");
  EXPECT_EQ(saying.text, "ありがとうございます");
  EXPECT_EQ(saying.language, "ja");
  EXPECT_FALSE(saying.key.empty());
  const auto item = item_now();
  EXPECT_EQ(item.state, Stands::kAnswered);
  EXPECT_EQ(item.answers.front().url, "https://bsky.example/theirs");
  const auto figures = inbox_figures(db(), clock_.wall());
  const auto& row =
      figures.at("weeks").as_array().at(0).as_object().at("networks").as_array().at(0).as_object();
  EXPECT_EQ(row.at("median_ms").to_number<std::int64_t>(), 7 * 60'000);
  EXPECT_EQ(row.at("answered").to_number<std::int64_t>(), 1);
}

TEST_F(HearingTest, TriesAgainWhatANetworkWasTooBusyForWithTheSameKey) {
  voices_.page = {.items = {heard("1")}, .next = "c1"};
  hearing_->turn();
  voices_.answers.emplace_back(
      std::unexpected(Problem{Kind::kTooMany, "too-many", "Slow down.", {}, Milliseconds(30'000)}));
  ASSERT_TRUE(answer("はい"));
  EXPECT_TRUE(sending_->turn());
  EXPECT_FALSE(sending_->turn()) << "not before the network said";
  EXPECT_EQ(item_now().answers.front().why, "Slow down.");
  clock_.advance(Milliseconds(30'000));
  EXPECT_TRUE(sending_->turn());
  EXPECT_EQ(voices_.said[0].second.key, voices_.said[1].second.key);
  EXPECT_EQ(item_now().state, Stands::kAnswered);
}

TEST_F(HearingTest, ShowsWhyANetworkRefusedAndLetsItBeTriedAnew) {
  voices_.page = {.items = {heard("1")}, .next = "c1"};
  hearing_->turn();
  voices_.answers.emplace_back(fail(Kind::kConflict, "channel-refused", "You are blocked."));
  const auto id = answer("はい");
  ASSERT_TRUE(id);
  EXPECT_TRUE(sending_->turn());
  EXPECT_EQ(shown_state(item_now(), clock_.wall()), "open") << "nobody was answered";
  EXPECT_EQ(item_now().answers.front().state, AnswerState::kFailed);
  EXPECT_EQ(item_now().answers.front().why, "You are blocked.");
  ASSERT_TRUE(write<std::string>([&](store::Transaction& t) { return try_again(t, *id, kOka); }));
  EXPECT_TRUE(sending_->turn());
  EXPECT_EQ(item_now().answers.front().state, AnswerState::kSent);
  EXPECT_EQ(write<std::string>([&](store::Transaction& t) { return try_again(t, *id, kOka); }).error().type,
            "not-failed");
}

TEST_F(HearingTest, LetsNobodyAnswerWhatSomebodyElseIsAnswering) {
  voices_.page = {.items = {heard("1")}, .next = "c1"};
  hearing_->turn();
  const auto id = item_now().id;
  ASSERT_TRUE(write<void>([&](store::Transaction& t) { return claim_item(t, id, kOka); }));
  EXPECT_EQ(answer("はい", kMori).error().type, "claimed");
  clock_.advance(kItemClaimLasts);
  ASSERT_TRUE(answer("はい", kMori));
  EXPECT_EQ(text("SELECT count(*) FROM audit WHERE action = 'inbox.answered'"), "1");
}

TEST_F(HearingTest, ErasesAnAuthorHoweverTheNetworkWritesTheirName) {
  auto in_brackets = heard("2");
  in_brackets.author = "はな (@hana.example)";
  auto other = heard("3");
  other.author = "@notahana.example";
  voices_.page = {.items = {heard("1"), in_brackets, other}, .next = "c"};
  hearing_->turn();
  EXPECT_EQ(*write<std::int64_t>([](store::Transaction& t) -> Result<std::int64_t> {
    return erase_inbox_author(t, "bluesky", "hana.example");
  }),
            2);
  EXPECT_EQ(text("SELECT group_concat(author || remote) FROM inbox_item WHERE text <> ''"),
            "@notahana.example3");
  EXPECT_EQ(number("SELECT count(*) FROM inbox_item"), 3);
}

TEST(InboxFigures, AreNearestRanksOfWeeksThatBeginOnMondayInJapan) {
  const std::vector<Milliseconds> waits{Milliseconds(1), Milliseconds(2), Milliseconds(3), Milliseconds(40)};
  EXPECT_EQ(nearest_rank(waits, 50), Milliseconds(2));
  EXPECT_EQ(nearest_rank(waits, 90), Milliseconds(40));
  EXPECT_FALSE(nearest_rank({}, 50));
  EXPECT_EQ(to_rfc3339(week_of(*from_rfc3339("2026-11-29T14:59:59Z"))), "2026-11-22T15:00:00.000Z")
      << "a Sunday";
  EXPECT_EQ(to_rfc3339(week_of(*from_rfc3339("2026-11-29T15:00:00Z"))), "2026-11-29T15:00:00.000Z")
      << "a Monday";
}

}  // namespace
}  // namespace nigiwai::social
