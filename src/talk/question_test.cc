#include "talk/question.h"

#include <gtest/gtest.h>

namespace nigiwai::talk {
namespace {

namespace json = boost::json;

constexpr WallTime kNow{std::chrono::seconds(1'000'000)};

Question open_question() { return {.show = "s", .seq = 7, .viewer = "v1", .text = "何色ですか"}; }
Question claimed(WallTime until) {
  auto question = open_question();
  question.claim = Claim{.by = "oka", .until = until};
  return question;
}
std::string type_of(const Result<void>& outcome) { return outcome ? "" : outcome.error().type; }

TEST(Claim, KeepsOthersAwayUntilItIsOver) {
  const auto question = claimed(kNow + std::chrono::seconds(1));
  EXPECT_EQ(shown_state(question, kNow), "claimed");
  EXPECT_EQ(type_of(may_claim(question, "mio", kNow)), "claimed");
  EXPECT_EQ(may_claim(question, "mio", kNow).error().extra.at("by"), "oka");
  EXPECT_TRUE(may_claim(question, "oka", kNow).has_value());
  EXPECT_TRUE(may_release(question, kNow).has_value());
  const auto later = kNow + std::chrono::seconds(1);
  EXPECT_EQ(shown_state(question, later), "open");
  EXPECT_TRUE(may_claim(question, "mio", later).has_value());
  EXPECT_EQ(type_of(may_release(question, later)), "not-claimed");
}

TEST(Question, TakesOnlyWhatFitsItsState) {
  auto question = open_question();
  EXPECT_EQ(type_of(may_second(question, true)), "own");
  EXPECT_EQ(type_of(may_second(question, false)), "");
  question.state = QuestionState::kAnswered;
  EXPECT_EQ(type_of(may_claim(question, "oka", kNow)), "answered");
  EXPECT_EQ(type_of(may_second(question, false)), "answered");
  EXPECT_EQ(type_of(may_answer(question)), "");
  question = open_question();
  question.state = QuestionState::kHeld;
  EXPECT_EQ(type_of(may_claim(question, "oka", kNow)), "held");
  EXPECT_EQ(type_of(may_answer(question)), "held");
  EXPECT_EQ(type_of(may_second(question, false)), "not-found");
  question = open_question();
  question.hidden = true;
  EXPECT_EQ(type_of(may_claim(question, "oka", kNow)), "hidden");
  EXPECT_EQ(type_of(may_second(question, false)), "not-found");
  question = open_question();
  question.text.clear();  // erased
  EXPECT_EQ(type_of(may_answer(question)), "hidden");
}

TEST(ReadAnswer, IsAloudAtItsMomentOrInText) {
  const Milliseconds at{9000}, clock{10'000};
  EXPECT_EQ(read_answer({{"seq", 7}}, at, clock)->from, at);
  const auto spoken = read_answer({{"from", 4000}, {"until", 9000}}, at, clock);
  EXPECT_EQ(spoken->from, Milliseconds(4000));
  EXPECT_EQ(spoken->until, Milliseconds(9000));
  const auto written = read_answer({{"text", " 5 色です "}}, at, clock);
  EXPECT_EQ(written->text, "5 色です");
  EXPECT_FALSE(written->from.has_value());
  const std::pair<json::object, std::string> wrong[] = {{{{"until", 9000}}, "/data/until"},
                                                        {{{"text", "x"}, {"until", 9000}}, "/data/until"},
                                                        {{{"from", 10'001}}, "/data/from"},
                                                        {{{"from", 4000}, {"until", 10'001}}, "/data/until"},
                                                        {{{"from", 4000}, {"until", 4000}}, "/data/until"},
                                                        {{{"text", "   "}}, "/data/text"}};
  for (const auto& [data, field] : wrong) {
    const auto refused = read_answer(data, at, clock);
    ASSERT_FALSE(refused.has_value()) << field;
    EXPECT_EQ(refused.error().field, field);
  }
}

TEST(Merged, KeepsWhatTheNewAnswerDoesNotSay) {
  const Answer aloud{.by = "mio", .at = Milliseconds(5), .from = Milliseconds(1), .until = Milliseconds(4)};
  const auto both = merged(aloud, {.by = "oka", .at = Milliseconds(9), .text_seq = 12, .text = "5 色"});
  EXPECT_EQ(both.from, Milliseconds(1));
  EXPECT_EQ(both.until, Milliseconds(4));
  EXPECT_EQ(both.text, "5 色");
  EXPECT_EQ(both.by, "oka");
  const auto moved = merged(both, {.by = "oka", .at = Milliseconds(20), .from = Milliseconds(11)});
  EXPECT_EQ(moved.from, Milliseconds(11));
  EXPECT_FALSE(moved.until.has_value());
  EXPECT_EQ(moved.text_seq, 12);
}

}  // namespace
}  // namespace nigiwai::talk
