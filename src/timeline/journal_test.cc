#include "timeline/journal.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "store/test_support.h"
#include "timeline/migrations.h"
#include "timeline/reading.h"

namespace nigiwai::timeline {
namespace {

struct Heard : EventListener {
  std::vector<SharedEvent> events;
  void published(SharedEvent event) override { events.push_back(std::move(event)); }
};

const http::Caller kViewer{.role = http::Role::kViewer, .id = "v1", .name = "凪", .handle = ""};
const http::Caller kOther{.role = http::Role::kViewer, .id = "v2", .name = "きなこ", .handle = ""};
const http::Caller kDirector{.role = http::Role::kDirector, .id = "s1", .name = "岡", .handle = "oka"};

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    auto database = file_.open();
    ASSERT_NE(database, nullptr);
    const std::span<const store::Migration> rooms[] = {migrations()};
    ASSERT_TRUE(store::migrate(*database, clock_, rooms).has_value());
    core_ = std::make_unique<store::WriterCore>(std::move(database), clock_);
    reader_ = file_.open(store::Access::kReadOnly);
  }

  using Step = std::function<Result<int>(store::Transaction&)>;
  // Runs one command through the writer; false when it refused.
  bool write(Step step) {
    store::Batch<Step, int> batch(*core_, store::Lane::kStaff,
                                  [](store::Transaction& t, std::span<const Step* const> steps) {
                                    std::vector<Result<int>> outcomes;
                                    for (const auto* one : steps) outcomes.push_back((*one)(t));
                                    return outcomes;
                                  });
    bool fine = false;
    batch.submit(std::move(step), [&](Result<int> r) { fine = r.has_value(); });
    core_->step();
    return fine;
  }
  void say(const http::Caller& by, const std::string& text, Milliseconds at,
           Audience audience = Audience::kEveryone) {
    ASSERT_TRUE(write([&](store::Transaction& t) -> Result<int> {
      journal_.append(t, "show", {.kind = "chat.posted", .audience = audience, .text = text}, by, at);
      return 0;
    }));
  }
  std::vector<std::int64_t> seqs(const std::vector<Event>& events) {
    std::vector<std::int64_t> all;
    for (const auto& event : events) all.push_back(event.seq);
    return all;
  }

  ManualClock clock_;
  store::TestFile file_{"journal_test"};
  Heard heard_;
  Journal journal_{heard_};
  std::unique_ptr<store::WriterCore> core_;
  std::unique_ptr<store::Database> reader_;
};

TEST_F(JournalTest, SeqHasNoGapThoughCommandsFail) {
  for (int i = 0; i < 30; ++i) {
    write([&](store::Transaction& t) -> Result<int> {
      journal_.append(t, i % 2 ? "a" : "b", {.kind = "chat.posted"}, kViewer, Milliseconds(0));
      if (i % 3 == 0) throw std::runtime_error("fails after it wrote");
      return 0;
    });
  }
  for (const auto* show : {"a", "b"}) {
    auto rows = reader_->query("SELECT count(*), min(seq), max(seq) FROM event WHERE show = ?", show);
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(1), 1);
    EXPECT_EQ(rows.integer(2), rows.integer(0));
    EXPECT_EQ(rows.integer(0), 10);
  }
  EXPECT_EQ(heard_.events.size(), 20u);
}

TEST_F(JournalTest, RunsAShowFromStartToEnd) {
  write([&](store::Transaction& t) -> Result<int> { return journal_.open(t, "show"), 0; });
  EXPECT_FALSE(times_of(*reader_, "show")->live_at.has_value());
  write([&](store::Transaction& t) -> Result<int> { return journal_.begin(t, "show", kDirector), 0; });
  clock_.advance(Milliseconds(60'000));
  say(kViewer, "こんばんは", Milliseconds(59'000));
  clock_.jump(Milliseconds(-3'600'000));
  EXPECT_EQ(show_clock(*times_of(*reader_, "show"), clock_.wall()), Milliseconds(59'000));
  write([&](store::Transaction& t) -> Result<int> { return journal_.finish(t, "show", kDirector), 0; });
  const auto times = *times_of(*reader_, "show");
  EXPECT_EQ(times.length, Milliseconds(59'000));
  EXPECT_EQ(times.last_seq, 3);
  EXPECT_EQ(times.chats, 1);
  EXPECT_EQ(heard_.events.front()->kind, "show.started");
  EXPECT_EQ(heard_.events.back()->kind, "show.ended");
}

TEST_F(JournalTest, EachReaderSeesWhatIsForThem) {
  say(kViewer, "みんなへ", Milliseconds(10));
  say(kDirector, "スタッフへ", Milliseconds(20), Audience::kStaff);
  say(kViewer, "サーバーだけ", Milliseconds(30), Audience::kServer);
  const auto everyone = events_from(*reader_, "show", 1, 100, {});
  EXPECT_EQ(seqs(everyone.events), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(everyone.to, 3);
  EXPECT_EQ(seqs(events_from(*reader_, "show", 1, 100, {.staff = true}).events),
            (std::vector<std::int64_t>{1, 2}));
}

TEST_F(JournalTest, AHiddenLineIsGoneForAllButItsSenderAndStaff) {
  say(kViewer, "ひどい言葉", Milliseconds(10));
  write(
      [&](store::Transaction& t) -> Result<int> { return journal_.set_hidden(t, "show", 1, true) ? 1 : 0; });
  const auto seen_by = [&](const View& view) {
    return events_between(*reader_, "show", Milliseconds(0), Milliseconds(1000), view).events.size();
  };
  EXPECT_EQ(seen_by({}), 0u);
  EXPECT_EQ(seen_by({.person = kOther.id}), 0u);
  EXPECT_EQ(seen_by({.person = kViewer.id}), 1u);
  EXPECT_EQ(seen_by({.staff = true}), 1u);
  write(
      [&](store::Transaction& t) -> Result<int> { return journal_.set_hidden(t, "show", 1, false) ? 1 : 0; });
  EXPECT_EQ(seen_by({}), 1u);
}

TEST_F(JournalTest, ReadsByMomentThenSeq) {
  say(kViewer, "あとで", Milliseconds(5000));
  say(kViewer, "まえ", Milliseconds(1000));
  say(kOther, "おなじ", Milliseconds(1000));
  say(kOther, "そと", Milliseconds(9000));
  EXPECT_EQ(seqs(events_between(*reader_, "show", Milliseconds(0), Milliseconds(9000), {}).events),
            (std::vector<std::int64_t>{2, 3, 1}));
}

TEST_F(JournalTest, ALongPageGoesOnWithoutLossOrRepetition) {
  write([&](store::Transaction& t) -> Result<int> {
    for (int i = 0; i < 2500; ++i)
      journal_.append(t, "show", {.kind = "chat.posted"}, kViewer, Milliseconds(i / 3));
    return 0;
  });
  std::vector<std::int64_t> all;
  Milliseconds at{0};
  while (true) {
    const auto page = events_between(*reader_, "show", at, Milliseconds(10'000), {});
    for (const auto seq : seqs(page.events)) all.push_back(seq);
    if (!page.next_at) break;
    at = *page.next_at;
  }
  ASSERT_EQ(all.size(), 2500u);
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], static_cast<std::int64_t>(i + 1));
}

TEST_F(JournalTest, APageLosesNothingBehindHiddenLinesOrInOneCrowdedMoment) {
  write([&](store::Transaction& t) -> Result<int> {
    for (int i = 0; i < 1500; ++i)
      journal_.append(t, "show", {.kind = "chat.posted", .text = "x"}, kViewer, Milliseconds(1));
    for (int i = 0; i < 1500; ++i)
      journal_.append(t, "show", {.kind = "chat.posted"}, kViewer, Milliseconds(2 + i));
    for (std::int64_t seq = 1; seq <= 10; ++seq) journal_.set_hidden(t, "show", seq, true);
    return 0;
  });
  const auto first = events_between(*reader_, "show", Milliseconds(0), Milliseconds(10'000), {});
  EXPECT_EQ(first.events.size(), 1490u);
  ASSERT_EQ(first.next_at, Milliseconds(2));
  const auto second = events_between(*reader_, "show", *first.next_at, Milliseconds(10'000), {});
  EXPECT_EQ(second.events.size(), 1000u);
  ASSERT_EQ(second.next_at, Milliseconds(1002));
  const auto third = events_between(*reader_, "show", *second.next_at, Milliseconds(10'000), {});
  EXPECT_EQ(third.events.size(), 500u);
  EXPECT_FALSE(third.next_at);
}

TEST_F(JournalTest, APersonHasAnotherNameInEveryShow) {
  const auto here = pseudonym("secret", "show", "v1");
  EXPECT_EQ(here, pseudonym("secret", "show", "v1"));
  EXPECT_NE(here, pseudonym("secret", "other", "v1"));
  EXPECT_NE(here, pseudonym("another secret", "show", "v1"));
  say(kViewer, "だれ", Milliseconds(0));
  const auto shown =
      json::serialize(to_json(events_from(*reader_, "show", 1, 1, {}).events[0], {.secret = "secret"}));
  EXPECT_EQ(shown.find("\"v1\""), std::string::npos) << shown;
  EXPECT_NE(shown.find(here), std::string::npos) << shown;
}

TEST_F(JournalTest, SumsMomentsBySecond) {
  write([&](store::Transaction& t) -> Result<int> {
    journal_.open(t, "show");
    journal_.count_moment(t, "show", "heart", Milliseconds(1500), 3);
    journal_.count_moment(t, "show", "heart", Milliseconds(1900), 2);
    journal_.count_moment(t, "show", "heart", Milliseconds(3000), 1);
    return 0;
  });
  EXPECT_EQ(json::serialize(moment_counts(*reader_, "show", "heart", Milliseconds(0), Milliseconds(4000))),
            "[[1000,5],[3000,1]]");
  EXPECT_EQ(times_of(*reader_, "show")->hearts, 6);
}

TEST_F(JournalTest, KnowsTheLatestOfAStateAtAnyMoment) {
  write([&](store::Transaction& t) -> Result<int> {
    journal_.append(t, "show", {.kind = "product.pinned", .data = {{"product", "a"}}}, kDirector,
                    Milliseconds(1000));
    journal_.append(t, "show", {.kind = "product.unpinned", .data = {{"product", "a"}}}, kDirector,
                    Milliseconds(9000));
    journal_.append(t, "show", {.kind = "product.pinned", .data = {{"product", "b"}}}, kDirector,
                    Milliseconds(5000));
    return 0;
  });
  const std::vector<std::string> kinds{"product.pinned", "product.unpinned"};
  EXPECT_FALSE(latest_of(*reader_, "show", kinds, Milliseconds(999)).has_value());
  EXPECT_EQ(latest_of(*reader_, "show", kinds, Milliseconds(1000))->data.at("product"), "a");
  EXPECT_EQ(latest_of(*reader_, "show", kinds, Milliseconds(8000))->data.at("product"), "b");
  EXPECT_EQ(latest_of(*reader_, "show", kinds, Milliseconds(9000))->kind, "product.unpinned");
}

}  // namespace
}  // namespace nigiwai::timeline
