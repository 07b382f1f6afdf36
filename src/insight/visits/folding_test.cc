// A show written by hand, and every figure of it worked out on paper.
#include <gtest/gtest.h>

#include <set>

#include "insight/figures/figures.h"
#include "insight/figures/opening.h"
#include "insight/test_support.h"

namespace nigiwai::insight {
namespace {

// The paper. lip is 2,640, oil 3,300; the show is 120 s long.
//
//   live      v1…v8 play 0–50 s; v1 also 50–115 s, the last 5 s told after the end; v9 plays 2 s (no view).
//             v1 3 hearts, v2 chats, v3 asks, v4 votes, v5 saves lip, v6 shares, v7 follows a presenter.
//             v1 v2 v3 v4 see lip; v1 v2 v5 open it. v1 orders lip (A, 2,640); v2 lip and oil (B, 5,940).
//   archive   an hour later v8 comes back for 0–70 s; v10 and v11 play 0–30 s, v12 1 s (no view).
//             v10 orders oil (C, 3,300); v11 chats and opens oil.
//   elsewhere v3 orders lip on the product's page (D, 2,640).
//   after     A and C are paid, C is cancelled; B is paid and 990 of it given back; v2 is erased.
class PaperTest : public InsightTest {
 protected:
  void SetUp() override {
    InsightTest::SetUp();
    show_ = on_air();
    for (const auto* who : {"v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8"}) plays(show_, who, 0, 50'000);
    plays(show_, "v9", 0, 2'000);
    does(show_, "v1", {.kind = "heart.given", .data = {{"count", 3}}});
    does(show_, "v2", {.kind = "chat.posted", .text = "かわいい"});
    does(show_, "v3", {.kind = "question.asked", .text = "落ちませんか"});
    does(show_, "v4", {.kind = "poll.voted"});
    does(show_, "v5", {.kind = "product.saved", .data = {{"product", "lip"}}});
    does(show_, "v6", {.kind = "link.made"});
    does("", "v7", {.kind = "staff.followed", .data = {{"handle", "minori"}}});
    for (const auto* who : {"v1", "v2", "v3", "v4"}) sees(show_, who, "lip");
    for (const auto* who : {"v1", "v2", "v5"}) opens(show_, who, "lip");
    orders(show_, "v1", "A", {{"lip", 2640}});
    orders(show_, "v2", "B", {{"lip", 2640}, {"oil", 3300}});
    clock_.advance(Milliseconds(55'000));
    plays(show_, "v1", 50'000, 110'000);
    clock_.advance(Milliseconds(5'000));
    EXPECT_TRUE(step(show_, show::Step::kEnd).has_value());
    clock_.advance(Milliseconds(5'000));
    plays(show_, "v1", 110'000, 115'000);

    clock_.advance(std::chrono::hours(1));
    plays(show_, "v8", 0, 70'000);
    plays(show_, "v10", 0, 30'000);
    plays(show_, "v11", 0, 30'000);
    plays(show_, "v12", 0, 1'000);
    orders(show_, "v10", "C", {{"oil", 3300}});
    does(show_, "v11", {.kind = "chat.posted", .text = "見逃しました"});
    opens(show_, "v11", "oil");
    orders("", "v3", "D", {{"lip", 2640}});

    for (const auto* order : {"A", "B", "C"}) becomes(show_, "order.paid", order);
    becomes(show_, "order.cancelled", "C");
    clock_.advance(Milliseconds(1'000));
    becomes(show_, "order.refunded", "B", 990);
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  const std::vector<std::string> erased{"v2"};
                  timeline::erase_texts(t, journal_, erased);
                  return true;
                }).has_value());
    read_all();
    tallies_ = tally_of(*kept_, std::vector{show_});
  }

  // As an answer has it, of one definition: {live, archive, together}.
  void is(std::string_view definition, const std::array<json::value, 3>& expected) {
    const auto* found = definition_called(definition);
    ASSERT_NE(found, nullptr) << definition;
    on_paper_.insert(definition);
    for (std::size_t half = 0; half < kHalves; ++half) {
      EXPECT_EQ(to_json(tallies_[half], *found).at("value"), expected[half])
          << definition << ", " << to_text(static_cast<Half>(half));
    }
  }

  std::string show_;
  Tallies tallies_;
  std::set<std::string_view> on_paper_;
};

TEST_F(PaperTest, EveryFigureIsWhatPaperSays) {
  // 8 × 50 s + 65 s + 2 s = 467 s live; 70 + 30 + 30 + 1 = 131 s in the archive.
  is("viewers", {8, 3, 10});  // v1…v8; v8 v10 v11
  is("views", {8, 3, 11});
  is("watch_time", {467'000, 131'000, 598'000});
  is("average_view", {58'375, 43'667, 54'364});
  is("peak_viewers", {9, nullptr, nullptr});  // 82 s in the first ten
  is("average_viewers", {3.891667, nullptr, nullptr});
  is("returning", {0, 0, 0});
  is("er_reach", {0.875, 0.333333, 0.8});  // v1…v7 of 8; v11 of 3; v1…v7 and v11 of 10
  is("er_actions", {0.875, 0.333333, 0.727273});
  is("chatters", {1, 1, 2});
  is("chats", {1, 1, 2});
  is("hearts", {3, 0, 3});
  is("questions", {1, 0, 1});
  is("votes", {1, 0, 1});
  is("saves", {1, 0, 1});
  is("shares", {1, 0, 1});
  is("follows", {1, 0, 1});
  is("impressions", {4, 0, 4});
  is("clicks", {3, 1, 4});
  is("product_ctr", {0.75, nullptr, 1.0});
  is("ctor", {0.666667, 1.0, 0.75});
  is("cvr", {0.25, 0.333333, 0.3});  // v1 v2 of 8; v10 of 3; three of 10
  is("cvr_sessions", {0.25, 0.333333, 0.272727});
  is("cvr_lazada", {0.666667, 0.0, 0.5});  // v1 v2 of v1 v2 v5; of v11; of four
  is("orders", {2, 1, 3});
  is("buyers", {2, 1, 3});
  is("pieces", {3, 1, 4});
  is("carts", {0, 0, 0});
  is("gmv", {8'580, 3'300, 11'880});
  is("net_sales", {7'590, 0, 7'590});  // 2,640 + 5,940 × 4,950 / 5,940
  is("influenced_sales", {2'640, 0, 2'640});
  is("influenced_14_days", {2'640, 0, 2'640});
  is("influenced_90_days", {2'640, 0, 2'640});
  is("aov", {4'290, 3'300, 3'960});
  is("gpm", {1'072'500, 1'100'000, 1'080'000});
  is("gpm_impressions", {2'145'000, nullptr, 2'970'000});
  is("sales_per_hour", {66'141, 90'687, 71'518});
  is("attach_rate", {0.5, 0.0, 0.333333});
  is("sympathized", {0.125, 0.333333, 0.2});  // v1; v8, who has 120 s by then
  is("identified", {0.5, 0.666667, 0.6});     // v1 v2 v3 v5; v8 v11
  is("participated", {0.5, 0.666667, 0.6});   // v1 v2 v4 v7; v10 v11
  is("spread", {0.125, 0.0, 0.1});            // v6
  for (const auto& each : definitions())
    EXPECT_TRUE(on_paper_.contains(each.name)) << each.name << " is not on the paper";
}

TEST_F(PaperTest, EveryFigureOpensToTheEventsThatItCounts) {
  for (const auto& definition : definitions()) {
    for (std::size_t half = 0; half < kHalves; ++half) {
      for (const auto* term :
           {&definition.numerator, definition.denominator ? &*definition.denominator : nullptr}) {
        if (term == nullptr || !value_of(tallies_[half], *term)) continue;
        const auto counted = events_counted(*reader_, *kept_, show_, static_cast<Half>(half), *term);
        if (!counted) continue;  // no single event makes it
        std::int64_t sum = 0;
        for (const auto& event : *counted) sum += event.count;
        EXPECT_EQ(sum, *value_of(tallies_[half], *term)) << definition.name << " " << half;
      }
    }
  }
}

TEST_F(PaperTest, RebuiltItIsTheSameToTheLastUnit) {
  const auto again = fresh();
  JournalReading reading(*again);
  while (reading.read_span(*reader_) > 0) {
  }
  for (const auto& table : tables()) EXPECT_EQ(dump(*kept_, table), dump(*again, table)) << table;
}

TEST_F(PaperTest, RememberingHardlyAnybodyItIsTheSameToTheLastUnit) {
  for (const std::size_t most : {1U, 3U, 5U}) {
    const auto again = fresh();
    JournalReading reading(*again, 4, most);
    while (reading.read_span(*reader_) > 0) {
    }
    for (const auto& table : tables())
      EXPECT_EQ(dump(*kept_, table), dump(*again, table)) << table << ", " << most;
  }
}

TEST_F(PaperTest, ReadInOneGoItIsTheSameToTheLastUnit) {
  for (const std::size_t most : {1U, 3U, 5U, 1'000U}) {
    const auto again = fresh();
    again->script("DROP INDEX interest_of_viewer");
    JournalReading reading(*again, 4, most);
    const auto last = reading_->position();
    EXPECT_GT(reading.read_until(*reader_, last - 1), 0);
    EXPECT_EQ(reading.read_until(*reader_, last), 1);
    EXPECT_EQ(reading.position(), last);
    for (const auto& table : tables())
      EXPECT_EQ(dump(*kept_, table), dump(*again, table)) << table << ", " << most;
  }
}

TEST_F(PaperTest, ReadOneEventAtATimeItIsTheSameToTheLastUnit) {
  const auto again = fresh();
  for (;;) {
    JournalReading reading(*again, 1);  // remembers nothing of the event before
    if (reading.read_span(*reader_) == 0) break;
  }
  for (const auto& table : tables()) EXPECT_EQ(dump(*kept_, table), dump(*again, table)) << table;
}

}  // namespace
}  // namespace nigiwai::insight
