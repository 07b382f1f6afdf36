// A show with cues written by hand, and every figure of them worked out on paper; and the rules beside it.
#include "insight/cues/cue_counts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "insight/cues/cue_view.h"
#include "insight/cues/same_cue.h"
#include "insight/figures/figures.h"
#include "insight/test_support.h"
#include "show/cue_sheet.h"

namespace nigiwai::insight {
namespace {

using Starts = std::vector<show::CueStart>;
using std::chrono::seconds;

CueSums sums(const CueHalves& halves, Half half) { return halves[static_cast<std::size_t>(half)]; }

// The paper. The show is 120 s long. Cues: hello (30 s planned), lip (60 s; shows lip with a use idea) and
// extra (oil, price). hello begins at 5 s, lip at 35 s, in the middle of a slice; extra is left out.
//
//   live      v1 and v2 play 0–60 s: 10 s of watching outside of any cue, 2 × 30 = 60 s in hello, 2 × 25 =
//             50 s in lip. v2 asks at 10 s; v1 orders lip at 34.999 s, v2 lip and oil at 35 s; v1 saves at 40
//             s, and at 118 s, told 5 s after the end: they had watched live. v3, who had not, saves at 50 s
//             then.
//   archive   an hour later v3 plays 0–40 s: 5 s outside, 30 s in hello, 5 s in lip; and orders oil at 36 s.
//
//             watched (live, archive)   orders    saves     questions   orders in 1,000 s, together
//   outside   10 s, 5 s                 –         –         –           0
//   hello     60 s, 30 s                1, –      –         1, –        1 / 90 s → 11.111
//   lip       50 s, 5 s                 1, 1      2, 1      –           2 / 55 s → 36.364
class CuePaperTest : public InsightTest {
 protected:
  std::string cue(const std::string& show, const show::CueText& text) {
    return run<show::Cue>([&](store::Transaction& t) {
             return show::add_cue({.transaction = t, .random = random_, .by = owner_, .show = show}, text,
                                  {});
           })
        ->id;
  }
  void starts(const std::string& show, std::int64_t at, const std::string& cue) {
    write(show, at, {.kind = "cue.started", .data = {{"cue", cue}, {"title", "then"}}});
  }
  void saves(const std::string& viewer, std::int64_t at) {
    does(show_, viewer, {.kind = "product.saved", .data = {{"product", "lip"}}}, at);
  }
  void asks(const std::string& viewer, std::int64_t at) {
    does(show_, viewer, {.kind = "question.asked", .text = "落ちませんか"}, at);
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  t.db().run(
                      "INSERT INTO question (show, seq, at, viewer, product, state, word) SELECT show, "
                      "max(seq), ?, ?, '', 'open', '' FROM event WHERE show = ?",
                      at, viewer, show_);
                  return true;
                }).has_value());
  }
  void SetUp() override {
    InsightTest::SetUp();
    show_ = on_air();
    hello_ = cue(show_, {.title = "あいさつ", .length = seconds(30)});
    lip_ = cue(
        show_,
        {.title = "塗りくらべ", .intent = show::Intent::kUseIdea, .length = seconds(60), .product = "lip"});
    cue(show_, {.title = "おまけ", .intent = show::Intent::kPrice, .product = "oil"});
    starts(show_, 5'000, hello_);
    starts(show_, 35'000, lip_);
    for (const auto* who : {"v1", "v2"}) plays(show_, who, 0, 60'000);
    asks("v2", 10'000);
    orders(show_, "v1", "A", {{"lip", 2640}}, 34'999);
    orders(show_, "v2", "B", {{"lip", 2640}, {"oil", 3300}}, 35'000);
    saves("v1", 40'000);
    clock_.advance(Milliseconds(60'000));
    EXPECT_TRUE(step(show_, show::Step::kEnd).has_value());
    clock_.advance(Milliseconds(5'000));
    saves("v1", 118'000);
    saves("v3", 50'000);
    clock_.advance(std::chrono::hours(1));
    plays(show_, "v3", 0, 40'000);
    orders(show_, "v3", "C", {{"oil", 3300}}, 36'000);
  }
  json::object told() { return cues_json(*kept_, *reader_, show_, clock_.wall()); }

  std::string show_, hello_, lip_;
};

TEST_F(CuePaperTest, EveryFigureIsAsOnPaper) {
  read_all();
  const auto [counted, known] = cues_of_show(*kept_, *reader_, show_, clock_.wall());
  ASSERT_TRUE(known);
  ASSERT_EQ(counted.cues.size(), 3U);
  const auto& hello = counted.cues[0];
  const auto& lip = counted.cues[1];
  EXPECT_EQ(hello.planned, (CueTime{seconds(0), seconds(30)}));
  EXPECT_EQ(hello.actual, (CueTime{seconds(5), seconds(30)}));
  EXPECT_EQ(lip.planned, (CueTime{seconds(30), seconds(60)}));
  EXPECT_EQ(lip.actual, (CueTime{seconds(35), seconds(85)}));
  EXPECT_EQ(counted.cues[2].actual, std::nullopt);
  EXPECT_EQ(sums(counted.outside, Half::kLive), (CueSums{.watched_ms = 10'000}));
  EXPECT_EQ(sums(counted.outside, Half::kArchive), (CueSums{.watched_ms = 5'000}));
  EXPECT_EQ(sums(hello.sums, Half::kLive), (CueSums{.watched_ms = 60'000, .orders = 1, .questions = 1}));
  EXPECT_EQ(sums(hello.sums, Half::kArchive), (CueSums{.watched_ms = 30'000}));
  EXPECT_EQ(sums(lip.sums, Half::kLive),
            (CueSums{.watched_ms = 50'000, .orders = 1, .saves = 2, .several = 1}));
  EXPECT_EQ(sums(lip.sums, Half::kArchive), (CueSums{.watched_ms = 5'000, .orders = 1, .saves = 1}));
  EXPECT_EQ(sums(lip.sums, Half::kTogether),
            (CueSums{.watched_ms = 55'000, .orders = 2, .saves = 3, .several = 1}));
}

TEST_F(CuePaperTest, TheCuesAndWhatWasOutsideComeToTheFiguresOfTheShow) {
  read_all();
  const auto counted = cues_of_show(*kept_, *reader_, show_, clock_.wall()).counted;
  auto all = counted.outside;
  for (const auto& cue : counted.cues) add(all, cue.sums);
  const auto tallies = tally_of(*kept_, std::vector{show_});
  for (std::size_t half = 0; half < kHalves; ++half) {
    const auto of = [&](Sum sum) { return tallies[half].sums[static_cast<std::size_t>(sum)]; };
    EXPECT_EQ(all[half].watched_ms, of(Sum::kWatchedMs)) << half;
    EXPECT_EQ(all[half].orders, of(Sum::kOrders)) << half;
    EXPECT_EQ(all[half].saves, of(Sum::kSaves)) << half;
    EXPECT_EQ(all[half].questions, of(Sum::kQuestions)) << half;
  }
}

TEST_F(CuePaperTest, WhatCouldNotBeCountedIsNullAndNeverNothing) {
  const auto unread = told();
  for (const auto& item : unread.at("items").as_array()) EXPECT_TRUE(item.at("together").is_null());
  EXPECT_EQ(unread.at("items").at(0).at("actual").at("length_ms"), 30'000) << "the times are known";
  read_all();
  const auto read = told();
  const auto& items = read.at("items").as_array();
  EXPECT_NEAR(items[0].at("together").at("per_1000_s").at("orders").as_double(), 11.111111, 1e-6);
  EXPECT_NEAR(items[1].at("together").at("per_1000_s").at("orders").as_double(), 36.363636, 1e-6);
  EXPECT_TRUE(items[2].at("together").is_null()) << "it was left out";
  const auto empty = on_air();
  starts(empty, 0, cue(empty, {.title = "だれもいない"}));
  read_all();
  const auto unseen = cues_json(*kept_, *reader_, empty, clock_.wall());
  const auto& alone = unseen.at("items").at(0).at("together");
  EXPECT_EQ(alone.at("orders"), 0);
  EXPECT_TRUE(alone.at("per_1000_s").at("orders").is_null()) << "nobody watched";
}

TEST_F(CuePaperTest, TheSameCueOfAnotherShowStandsBeside) {
  const auto other =
      plan({.shelf = std::vector<std::string>{"lip"}, .cast = std::vector<std::string>{"minori"}})->id;
  const auto theirs =
      cue(other, {.title = "べつの言い方", .intent = show::Intent::kUseIdea, .product = "lip"});
  const auto never = cue(other, {.title = "あいさつ"});
  ASSERT_NE(theirs, never);
  EXPECT_TRUE(step(other, show::Step::kStart).has_value());
  clock_.advance(Milliseconds(20'000));
  starts(other, 0, theirs);
  plays(other, "v4", 0, 10'000);
  orders(other, "v4", "D", {{"lip", 2640}}, 8'000);
  read_all();
  const auto items = told().at("items").as_array();
  EXPECT_TRUE(items[0].at("elsewhere").as_array().empty()) << "it was not on air there";
  ASSERT_EQ(items[1].at("elsewhere").as_array().size(), 1U);
  const auto& beside = items[1].at("elsewhere").at(0);
  EXPECT_EQ(beside.at("show").at("id").as_string(), other);
  EXPECT_EQ(beside.at("cast").at(0).at("name"), "佐倉 みのり");
  EXPECT_EQ(beside.at("same_cast"), false);
  EXPECT_EQ(beside.at("together").at("per_1000_s").at("orders"), 100.0);

  const auto intents = intents_json(*kept_, *reader_, shows_chosen(*reader_, {}), clock_.wall());
  EXPECT_EQ(intents.at("shows"), 2);
  const auto& use_idea = intents.at("items").at(0);
  EXPECT_EQ(use_idea.at("cues"), 2);
  EXPECT_EQ(use_idea.at("together").at("watched_ms"), 65'000);
  EXPECT_NEAR(use_idea.at("together").at("per_1000_s").at("orders").as_double(), 46.153846, 1e-6);
  EXPECT_NEAR(use_idea.at("attach_rate").at("value").as_double(), 0.333333, 1e-6) << "B, of B, C and D";
  EXPECT_TRUE(intents.at("items").at(3).at("together").at("per_1000_s").at("orders").is_null()) << "no price";
}

TEST(CueCounts, ACueThatRanTwiceCountsOnce) {
  const Starts starts{{"a", "A", seconds(0)}, {"b", "B", seconds(10)}, {"a", "A", seconds(30)}};
  const std::vector<show::Cue> sheet{{.id = "a"}, {.id = "b"}};
  const auto counted = count_cues(
      sheet, starts,
      {.length = seconds(40),
       .moments = {{.what = Done::kQuestion, .at = 5'000}, {.what = Done::kQuestion, .at = 35'000}}});
  EXPECT_EQ(counted.cues[0].actual, (CueTime{seconds(0), seconds(20)}));
  EXPECT_EQ(sums(counted.cues[0].sums, Half::kTogether).questions, 2);
}

TEST(CueCounts, TellsWhatLeftTheSheet) {
  const auto counted = count_cues(std::vector<show::Cue>{{.id = "kept"}},
                                  Starts{{"gone", "Gone", seconds(0)}}, {.length = seconds(9)});
  ASSERT_EQ(counted.cues.size(), 2U);
  EXPECT_FALSE(counted.cues[0].actual.has_value());
  EXPECT_EQ(counted.cues[1].text.title, "Gone");
  EXPECT_FALSE(counted.cues[1].planned.has_value());
}

TEST(CueCounts, WithoutCuesAllIsOutside) {
  const auto counted = count_cues(
      {}, {}, {.length = seconds(1), .slices = {{.watched_ms = 900}}, .moments = {{.at = 0}, {.at = 1'000}}});
  EXPECT_EQ(sums(counted.outside, Half::kTogether), (CueSums{.watched_ms = 900, .orders = 2}));
}

RC_GTEST_PROP(CueCounts, NothingIsLostBetweenCues, ()) {
  const auto number = [](int most) { return static_cast<std::int64_t>(*rc::gen::inRange(0, most)); };
  const auto length = 1 + number(100'000);
  std::vector<std::int64_t> moments;
  for (std::int64_t i = 0, many = number(12); i < many; ++i)
    moments.push_back(number(static_cast<int>(length)));
  std::ranges::sort(moments);
  Starts starts;
  for (const auto at : moments) starts.push_back({"c" + std::to_string(number(5)), "", Milliseconds(at)});
  Happened happened{.length = Milliseconds(length)};
  std::int64_t watched = 0;
  for (std::int64_t slice = 0; slice < 12; ++slice) {
    happened.slices.push_back({.slice = slice, .watched_ms = number(100'000)});
    watched += happened.slices.back().watched_ms;
    happened.moments.push_back({.what = Done::kSave, .at = number(120'000)});
  }
  const auto counted = count_cues({}, starts, happened);
  auto all = counted.outside;
  for (const auto& cue : counted.cues) {
    RC_ASSERT(sums(cue.sums, Half::kLive).watched_ms >= 0);
    add(all, cue.sums);
  }
  RC_ASSERT(sums(all, Half::kTogether).watched_ms == watched);
  RC_ASSERT(sums(all, Half::kTogether).saves == 12);
}

TEST(SameCue, IsThatProductWithThatIntentOrTheSameTitle) {
  using enum show::Intent;
  const show::CueText lip{.title = "塗りくらべ", .intent = kUseIdea, .product = "lip"};
  EXPECT_TRUE(same_cue(lip, {.title = "ちがう言葉", .intent = kUseIdea, .product = "lip"}));
  EXPECT_TRUE(same_cue(lip, {.title = "塗りくらべ", .intent = kUseIdea}))
      << "copied where lip is not on the shelf";
  EXPECT_TRUE(same_cue({.title = "あいさつ"}, {.title = "あいさつ"}));
  EXPECT_FALSE(same_cue(lip, {.title = "塗りくらべ", .intent = kUseIdea, .product = "oil"}));
  EXPECT_FALSE(same_cue(lip, {.title = "塗りくらべ", .intent = kPrice, .product = "lip"}));
  EXPECT_FALSE(same_cue(lip, {.title = "ちがう言葉", .product = "lip"})) << "nobody said what it is to tell";
}

}  // namespace
}  // namespace nigiwai::insight
