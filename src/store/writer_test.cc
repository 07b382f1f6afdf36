#include "store/writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "store/bit_by_bit.h"
#include "store/compaction.h"
#include "store/test_support.h"

namespace nigiwai::store {
namespace {

class WriterTest : public testing::Test {
 protected:
  void SetUp() override {
    auto database = file_.open();
    ASSERT_NE(database, nullptr);
    database->script("CREATE TABLE number (n INTEGER PRIMARY KEY) STRICT");
    core_ = std::make_unique<WriterCore>(std::move(database), clock_);
  }

  std::int64_t count() {
    auto reader = Database::open(file_.path(), Access::kReadOnly);
    auto rows = (*reader)->query("SELECT count(*) FROM number");
    rows.next();
    return rows.integer(0);
  }

  using Numbers = Batch<int, int>;
  Numbers numbers(Lane lane = Lane::kOrders) {
    return Numbers(*core_, lane, [this](Transaction& t, std::span<const int* const> wanted) {
      sizes_.push_back(wanted.size());
      std::vector<Result<int>> outcomes;
      for (const int* n : wanted) {
        if (*n < 0) throw std::runtime_error("poison");
        t.db().run("INSERT OR REPLACE INTO number VALUES (?)", *n);
        t.on_commit([this, n = *n] { published_.push_back(n); });
        outcomes.emplace_back(*n);
      }
      return outcomes;
    });
  }

  ManualClock clock_;
  TestFile file_{"writer_test"};
  std::unique_ptr<WriterCore> core_;
  std::vector<std::size_t> sizes_;
  std::vector<int> published_;
};

TEST_F(WriterTest, DecidesWhatWaitsTogetherAndCommitsOnce) {
  auto batch = numbers();
  int answered = 0;
  for (int n = 1; n <= 100; ++n) batch.submit(n, [&](Result<int> r) { answered += r.has_value(); });
  EXPECT_TRUE(core_->step());
  EXPECT_FALSE(core_->step());
  EXPECT_EQ(sizes_, std::vector<std::size_t>{100});
  EXPECT_EQ(answered, 100);
  EXPECT_EQ(core_->figures().commits, 1u);
  EXPECT_EQ(count(), 100);
}

TEST_F(WriterTest, AnswersOnlyAfterTheCommit) {
  auto batch = numbers();
  std::int64_t seen = -1;
  batch.submit(7, [&](Result<int>) { seen = count(); });
  core_->step();
  EXPECT_EQ(seen, 1);
}

TEST_F(WriterTest, ACommandThatFailsIsRolledBackAlone) {
  auto batch = numbers();
  std::vector<bool> fine;
  for (const int n : {1, -1, 3}) batch.submit(n, [&](Result<int> r) { fine.push_back(r.has_value()); });
  core_->step();
  EXPECT_EQ(fine, (std::vector<bool>{true, false, true}));
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(published_, (std::vector<int>{1, 3}));
}

TEST_F(WriterTest, ACommandMayCompactInItsTurn) {
  auto orders = numbers(), chat = numbers(Lane::kRoom);
  std::int64_t kept = 0;
  Numbers compacting(*core_, Lane::kStaff, [&](Transaction& t, std::span<const int* const> wanted) {
    t.db().run("INSERT INTO number VALUES (?)", *wanted[0]);
    EXPECT_TRUE(compact(t).has_value());
    kept = count();
    EXPECT_TRUE(t.db().in_transaction());
    t.db().run("INSERT INTO number VALUES (?)", *wanted[0] + 1);
    return std::vector<Result<int>>(wanted.size(), 0);
  });
  compacting.submit(10, [](const Result<int>&) {});
  EXPECT_TRUE(core_->step());
  EXPECT_EQ(kept, 1) << "alone in its turn";
  EXPECT_EQ(count(), 2);
  orders.submit(1, [](const Result<int>&) {});
  compacting.submit(20, [](const Result<int>&) {});
  chat.submit(2, [](const Result<int>&) {});
  EXPECT_TRUE(core_->step());
  EXPECT_EQ(kept, 4) << "behind what was decided before it";
  EXPECT_EQ(count(), 6);
  compacting.submit(30, [](const Result<int>&) {});
  chat.submit(-1, [](const Result<int>& poisoned) { EXPECT_FALSE(poisoned); });
  EXPECT_TRUE(core_->step());
  EXPECT_EQ(count(), 8) << "and what fails behind it is rolled back alone";
  EXPECT_FALSE(core_->database().in_transaction());
}

TEST_F(WriterTest, RefusesWhenItsLaneIsFull) {
  auto batch = numbers();
  for (std::size_t n = 0; n < kMostWaiting; ++n) batch.submit(1, [](Result<int>) {});
  std::optional<Problem> problem;
  batch.submit(1, [&](Result<int> r) { problem = r.error(); });
  ASSERT_TRUE(problem.has_value());
  EXPECT_EQ(problem->type, "overloaded");
  EXPECT_GT(problem->retry_after.count(), 0);
  while (core_->step()) {
  }
}

TEST_F(WriterTest, ServesOrdersBeforeImports) {
  std::vector<std::string> order;
  auto named = [&](std::string name) {
    return [&order, name](Transaction&, std::span<const int* const> c) {
      order.push_back(name);
      return std::vector<Result<int>>(c.size(), 0);
    };
  };
  Numbers imports(*core_, Lane::kImports, named("imports")), orders(*core_, Lane::kOrders, named("orders"));
  imports.submit(1, [](Result<int>) {});
  orders.submit(1, [](Result<int>) {});
  core_->step();
  EXPECT_EQ(order, (std::vector<std::string>{"orders", "imports"}));
}

TEST_F(WriterTest, AFloodOfOrdersKeepsNobodyElseWaitingForEver) {
  Numbers slow(*core_, Lane::kOrders, [this](Transaction&, std::span<const int* const> wanted) {
    clock_.advance(kLongestTurn);
    return std::vector<Result<int>>(wanted.size(), 0);
  });
  bool heard = false;
  Numbers chat(*core_, Lane::kRoom, [](Transaction&, std::span<const int* const> said) {
    return std::vector<Result<int>>(said.size(), 0);
  });
  chat.submit(1, [&](const Result<int>&) { heard = true; });
  for (int turn = 0; turn < 2 && !heard; ++turn) {
    slow.submit(1, [](const Result<int>&) {});
    EXPECT_TRUE(core_->step());
  }
  EXPECT_TRUE(heard);
}

TEST_F(WriterTest, WhatReadsBehindHasTurnsOfItsOwnAndWaitsWhileOthersDo) {
  std::vector<std::string> served;
  const auto named = [&](std::string name) {
    return [&served, name](Transaction&, std::span<const int* const> c) {
      served.push_back(name);
      return std::vector<Result<int>>(c.size(), 0);
    };
  };
  Numbers behind(*core_, Lane::kBehind, named("behind")), orders(*core_, Lane::kOrders, named("orders"));
  const auto turn = [&] {
    served.clear();
    core_->step();
    return served;
  };
  using Served = std::vector<std::string>;
  clock_.advance(kBehindRestsLeast);
  behind.submit(1, [](Result<int>) {});
  EXPECT_EQ(turn(), Served{"behind"});
  behind.submit(2, [](Result<int>) {});
  orders.submit(1, [](Result<int>) {});
  EXPECT_EQ(turn(), Served{"orders"}) << "its own turn comes next";
  orders.submit(2, [](Result<int>) {});
  EXPECT_EQ(turn(), Served{"orders"});
  EXPECT_EQ(turn(), Served{"behind"}) << "nobody waits";
  behind.submit(3, [](Result<int>) {});
  clock_.advance(kBehindRestsLeast);
  orders.submit(3, [](Result<int>) {});
  EXPECT_EQ(turn(), (Served{"orders", "behind"})) << "it has waited for long enough";
  EXPECT_FALSE(core_->step());
}

TEST_F(WriterTest, WhatReadsBehindRestsForLongerAfterMore) {
  std::string served;
  Numbers behind(*core_, Lane::kBehind, [&](Transaction&, std::span<const int* const> c) {
    clock_.advance(Milliseconds(10));
    served += "b";
    return std::vector<Result<int>>(c.size(), 0);
  });
  Numbers orders(*core_, Lane::kOrders, [&](Transaction&, std::span<const int* const> c) {
    clock_.advance(Milliseconds(10));
    served += "o";
    return std::vector<Result<int>>(c.size(), 0);
  });
  for (int i = 0; i < 40; ++i) {
    behind.submit(1, [](Result<int>) {});
    orders.submit(1, [](Result<int>) {});
    core_->step();
  }
  EXPECT_EQ(std::ranges::count(served, 'b'), 1 + 40 / (1 + kBehindRests)) << served;
}

TEST_F(WriterTest, WhatReadsBehindRestsInAStormAlsoWhereNobodyWaitsAtTheMoment) {
  bool read = false;
  auto storm = numbers();
  Numbers behind(*core_, Lane::kBehind, [&](Transaction&, std::span<const int* const> c) {
    read = true;
    return std::vector<Result<int>>(c.size(), 0);
  });
  const auto submit = [&] {
    read = false;
    behind.submit(1, [](Result<int>) {});
  };
  clock_.advance(std::chrono::hours(1));
  submit();
  core_->step();
  EXPECT_TRUE(read);
  for (std::size_t n = 0; n < kStorm; ++n) storm.submit(static_cast<int>(n), [](Result<int>) {});
  EXPECT_TRUE(core_->step());
  submit();
  EXPECT_FALSE(core_->step()) << "it rests";
  clock_.advance(kBehindRestsLeast);
  EXPECT_TRUE(core_->step());
  EXPECT_TRUE(read);
  clock_.advance(2 * kStormWindow);
  submit();
  EXPECT_TRUE(core_->step());
  submit();
  EXPECT_TRUE(core_->step()) << "the storm is over: it need not rest while nobody waits";
  EXPECT_TRUE(read);
}

TEST_F(WriterTest, BitByBitGoesOnUntilNothingIsLeftAndBeginsOnce) {
  core_.reset();
  Writer writer(file_.open(), clock_);
  std::promise<void> gate, ended;
  int done = 0;
  BitByBit bits(writer, Lane::kBehind, "it failed", [&](Transaction&) -> Result<bool> {
    if (done == 0) gate.get_future().wait();
    if (++done == 5) ended.set_value();
    return done < 5;
  });
  for (int i = 0; i < 3; ++i) bits.tend();
  gate.set_value();
  ended.get_future().wait();
  writer.stop();
  EXPECT_EQ(done, 5) << "tended while under way it begins no second time";
}

TEST_F(WriterTest, LinesOfALivelyRoomShareTheirCommits) {
  core_.reset();
  Writer writer(file_.open(), clock_);
  constexpr int kLines = 60;
  std::atomic<int> done = 0;
  for (int n = 0; n < kLines; ++n) {
    writer.run<int>(
        Lane::kRoom,
        [n](Transaction& t) -> Result<int> {
          t.db().run("INSERT INTO number VALUES (?)", n);
          return n;
        },
        [&](Result<int>) { ++done; });
    std::this_thread::sleep_for(Milliseconds(2));
  }
  while (done < kLines) std::this_thread::sleep_for(Milliseconds(1));
  EXPECT_LE(writer.core().figures().commits, kLines / 2);
  // An end waits for no rest.
  writer.run<int>(Lane::kRoom, [](Transaction&) -> Result<int> { return 0; }, [&](Result<int>) { ++done; });
  writer.stop();
  EXPECT_EQ(done, kLines + 1);
  EXPECT_EQ(count(), kLines);
}

TEST_F(WriterTest, AThreadFinishesWhatWaitsBeforeItEnds) {
  core_.reset();
  Writer writer(file_.open(), clock_);
  std::promise<Result<int>> refused;
  int done = 0;
  for (int n = 0; n < 50; ++n) {
    writer.run<int>(
        Lane::kStaff,
        [n](Transaction& t) -> Result<int> {
          t.db().run("INSERT INTO number VALUES (?)", n);
          return n;
        },
        [&](Result<int>) { ++done; });
  }
  writer.run<int>(
      Lane::kStaff,
      [](Transaction& t) -> Result<int> {
        t.db().run("INSERT INTO number VALUES (1000)");
        return fail(Kind::kConflict, "no", "No.");
      },
      [&](Result<int> r) { refused.set_value(std::move(r)); });
  EXPECT_EQ(refused.get_future().get().error().type, "no");
  writer.stop();
  EXPECT_EQ(done, 50);
  EXPECT_EQ(count(), 50);
}

}  // namespace
}  // namespace nigiwai::store
