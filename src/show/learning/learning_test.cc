// Reviews, patterns, cases and training on a real database: what their rules hold to beside HTTP.
#include <gtest/gtest.h>

#include "show/learning/cases.h"
#include "show/learning/evidence_of_learning.h"
#include "show/learning/patterns.h"
#include "show/learning/reviews.h"
#include "show/learning/training.h"
#include "show/test_support.h"

namespace nigiwai::show {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class LearningTest : public ShowTest {
 protected:
  std::string held(Milliseconds length = minutes(10)) {
    const auto id = plan({.shelf = std::vector<std::string>{"lip", "oil"}})->id;
    EXPECT_TRUE(step(id, Step::kStart).has_value());
    clock_.advance(length);
    EXPECT_TRUE(step(id, Step::kEnd).has_value());
    return id;
  }
  template <class... Values>
  void sql(const char* statement, const Values&... values) {
    ASSERT_TRUE(run<bool>([&](store::Transaction& t) -> Result<bool> {
                  t.db().run(statement, values...);
                  return true;
                }).has_value());
  }
  std::int64_t now_ms() { return clock_.wall().time_since_epoch().count(); }
  Result<json::object> note(const std::string& show, const ReviewNote& text) {
    return run<json::object>([&](store::Transaction& t) {
      return add_note({.transaction = t, .random = random_, .by = owner_, .show = show}, text);
    });
  }
  Result<json::object> close(const std::string& show) {
    return run<json::object>([&](store::Transaction& t) {
      return close_review({.transaction = t, .random = random_, .by = owner_, .show = show}, journal_);
    });
  }
  Seen see(Look look, std::int64_t goal = 1) { return look(*reader_, {.goal = goal, .now = clock_.wall()}); }
};

TEST_F(LearningTest, AReviewHeldWithinAWeekIsEvidence) {
  const auto late = held();
  clock_.advance(hours(8 * 24));
  ASSERT_TRUE(note(late, {.kind = "keep", .text = "x"}).has_value());
  ASSERT_TRUE(close(late).has_value());
  EXPECT_EQ(see(review_held).have, 0) << "after eight days";
  const auto soon = held();
  EXPECT_EQ(close(soon).error().type, "state") << "nothing is written";
  ASSERT_TRUE(note(soon, {.kind = "problem", .text = "x"}).has_value());
  clock_.advance(hours(6 * 24));
  ASSERT_TRUE(close(soon).has_value());
  const auto seen = see(review_held);
  EXPECT_EQ(seen.have, 1);
  EXPECT_EQ(seen.id, soon);
  EXPECT_EQ(seen.at, clock_.wall());
  auto rows = reader_->query("SELECT data FROM event WHERE show = '' AND kind = 'review.closed'");
  ASSERT_TRUE(rows.next()) << "the shop's own timeline tells of it";
}

TEST_F(LearningTest, TrainedNeedsAPassedQuizAndTheCasesOfItsCourse) {
  EXPECT_TRUE(passes(10, 8));
  EXPECT_FALSE(passes(10, 7));
  EXPECT_FALSE(passes(9, 9)) << "too few questions say nothing";
  const auto show = held();
  sql("INSERT INTO course (id, title, version, made_at, made_by) VALUES ('c', 'C', 1, 0, '')");
  sql("INSERT INTO show_case (id, show, at, title, did, why, figure, tags, form, version, made_at, made_by) "
      "VALUES ('k', ?, 0, '', '', '', '', '[]', '', 1, 0, '')",
      show);
  sql("INSERT INTO course_case (course, place, show_case) VALUES ('c', 0, 'k')");
  const auto quiz = [&](const char* id, const char* course, int asked_of, int correct) {
    sql("INSERT INTO quiz (id, person, course, show, products, answers, begun_at, done_at, asked, correct) "
        "VALUES (?, 'minori', ?, '', '[]', '[]', 1, ?, ?, ?)",
        id, course, now_ms(), asked_of, correct);
  };
  quiz("few", "", 5, 5);
  quiz("poor", "", 10, 7);
  quiz("course", "c", 10, 9);
  EXPECT_EQ(trained_since(*reader_, "minori"), std::nullopt) << "the case is unseen";
  EXPECT_EQ(see(presenter_trained).have, 0);
  clock_.advance(hours(1));
  sql("INSERT INTO case_seen (show_case, person, at) VALUES ('k', 'minori', ?)", now_ms());
  EXPECT_EQ(trained_since(*reader_, "minori"), clock_.wall());
  const auto seen = see(presenter_trained);
  EXPECT_EQ(seen.have, 1);
  EXPECT_EQ(seen.facts.at("title").as_string(), "佐倉 みのり");
}

TEST_F(LearningTest, AQuizIsAnsweredOnceByItsOwnPerson) {
  const http::Caller presenter{
      .role = http::Role::kPresenter, .id = "p", .name = "P", .handle = "minori", .session = ""};
  const auto begin = [&] {
    return run<json::object>([&](store::Transaction& t) {
      return begin_quiz({.transaction = t, .random = random_, .by = presenter}, {});
    });
  };
  const auto first = begin();
  ASSERT_TRUE(first.has_value());
  const auto second = begin();
  ASSERT_TRUE(second.has_value());
  const auto answer = [&](const json::object& quiz, const http::Caller& by) {
    return run<json::object>([&](store::Transaction& t) {
      return answer_quiz({.transaction = t, .random = random_, .by = by},
                         std::string(quiz.at("id").as_string()),
                         std::vector<std::int64_t>(quiz.at("questions").as_array().size(), -1));
    });
  };
  EXPECT_EQ(answer(*first, presenter).error().type, "not-found") << "the second took its place";
  EXPECT_EQ(answer(*second, owner_).error().type, "not-found");
  const auto result = answer(*second, presenter);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->at("correct").as_int64(), 0);
  EXPECT_EQ(answer(*second, presenter).error().type, "state");
}

}  // namespace
}  // namespace nigiwai::show
