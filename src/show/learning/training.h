// Training (練習): courses of products and cases, quizzes, and each person's record of them.
//
// Whether somebody is trained follows from the record, by the rule named here; nobody types it in. The
// questions of a quiz quote viewers: they are told once, and only where the right options stand is kept.
#pragma once

#include "base/fields.h"
#include "base/random.h"
#include "http/caller.h"
#include "show/learning/product_memory.h"
#include "store/writer.h"

namespace nigiwai::show {

// "quiz-and-cases": a quiz of at least so many questions with at least so many percent right, and every case
// of its course looked at. Rehearsals stand in the record and are not asked for.
inline constexpr std::string_view kTrainedRule = "quiz-and-cases";
inline constexpr std::int64_t kTrainedQuestions = 10;
inline constexpr std::int64_t kTrainedPercent = 80;
constexpr bool passes(std::int64_t asked, std::int64_t correct) {
  return asked >= kTrainedQuestions && 100 * correct >= kTrainedPercent * asked;
}

inline constexpr std::int64_t kMostCourses = 100;
inline constexpr std::size_t kMostInCourse = 50;       // products, and cases: an afternoon
inline constexpr std::int64_t kMostQuizzesTold = 50;   // the newest of one person
inline constexpr std::int64_t kMostQuizzesKept = 200;  // of one person that did not pass; the newest

struct Course {
  std::string title{};
  std::vector<std::string> products{};
  std::vector<std::string> cases{};
};
Result<Course> read_course(const json::object& body);

struct TrainingWriting {  // all outlive the call
  store::Transaction& transaction;
  Random& random;
  const http::Caller& by;
};

// Refuse products and cases that there are not, naming them. With `expected`, conflict "changed-meanwhile"
// {present} when the course has another version by now.
Result<json::object> make_course(const TrainingWriting& writing, const Course& course);
Result<json::object> change_course(const TrainingWriting& writing, const std::string& id,
                                   const Course& course, std::optional<std::int64_t> expected);
Result<void> remove_course(const TrainingWriting& writing, const std::string& id,
                           std::optional<std::int64_t> expected);
// {"id", "title", "products": [{"id", "title"}], "cases": […as cases.h tells them], "version", …}.
Result<json::object> find_course(store::Database& db, const std::string& id, const std::string& person);
json::array courses_json(store::Database& db, const std::string& person);

// Makes a quiz for this person in place of one that they left unanswered: {"id", "questions": [{"kind",
// "product"?, "about", "options"}]}. A price is money. Conflict "state" when the products tell nothing to
// ask.
Result<json::object> begin_quiz(const TrainingWriting& writing, const MemoryAsked& asked);
// One option for each question; -1 for none. Once: conflict "state" afterwards. Answers {"asked", "correct",
// "answers", "passed", "trained_at"}.
Result<json::object> answer_quiz(const TrainingWriting& writing, const std::string& id,
                                 const std::vector<std::int64_t>& answers);

// Since when somebody is trained, if they are.
std::optional<WallTime> trained_since(store::Database& db, const std::string& person);
// {"rule", "trained_at", "record", "rehearsals"}, each newest first.
json::object training_json(store::Database& db, const std::string& person);
// Of all staff, how far each is.
json::array trained_people(store::Database& db);

}  // namespace nigiwai::show
