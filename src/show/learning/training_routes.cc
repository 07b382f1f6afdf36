#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "http/precondition.h"
#include "show/learning/learning_routes.h"
#include "show/learning/training.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

// A quiz takes minutes; whoever begins more is looking for the questions.
const http::Rate kQuizzes{"quizzes", 10, Milliseconds(10'000)};

constexpr const char* kCoursePath = "/api/training/courses/{id}";
constexpr const char* kCourseBody =
    R"({"type":"object","required":["title"],"properties":{"title":{"type":"string","maxLength":80},
  "products":{"type":"array","maxItems":50,"items":{"type":"string"}},
  "cases":{"type":"array","maxItems":50,"items":{"type":"string"}}}})";
constexpr const char* kCourseSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},
  "products":{"type":"array","items":{"type":"object"}},"cases":{"type":"array","items":{"type":"object"}},
  "made_by":{"type":["object","null"]},"made_at":{"type":"string"},"version":{"type":"integer"}}})";
constexpr const char* kTrainingSchema =
    R"({"type":"object","properties":{"rule":{"type":"object","properties":{"name":{"type":"string"},
  "questions":{"type":"integer"},"percent":{"type":"integer"}}},"trained_at":{"type":["string","null"]},
  "record":{"type":"array","items":{"type":"object"}},"rehearsals":{"type":"array","items":{"type":"object"}},"courses":{"type":"array","items":{"type":"object"}},
  "people":{"type":["array","null"],"items":{"type":"object"}}}})";
constexpr const char* kQuizSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"rule":{"type":"object"},
  "questions":{"type":"array","items":{"type":"object","properties":{"kind":{"enum":["price","feature","answer"]},
    "product":{"type":"string"},"about":{"type":"string"},"options":{"type":"array"}}}}}})";
constexpr const char* kResultSchema =
    R"({"type":"object","properties":{"asked":{"type":"integer"},"correct":{"type":"integer"},
  "answers":{"type":"array","items":{"type":"integer"}},"passed":{"type":"boolean"},"trained_at":{"type":["string","null"]}}})";

struct Asked {
  explicit Asked(http::Request& request) : id(request.parameter("id")), by(request.caller) {}
  TrainingWriting writing(const LearningParts& parts, store::Transaction& t) const {
    return {.transaction = t, .random = parts.random, .by = by};
  }
  std::string id;
  const http::Caller& by;
};

Result<Course> course_in(const http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  return read_course(*body);
}

Result<MemoryAsked> memory_in(const http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  Fields in(*body);
  MemoryAsked asked{.show = in.optional_text("show", {.most = 64}).value_or(""),
                    .course = in.optional_text("course", {.most = 64}).value_or("")};
  if (!asked.show.empty() && !asked.course.empty()) in.wrong("course", "Choose a show or a course.");
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return asked;
}

Result<std::vector<std::int64_t>> answers_in(const http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  Fields in(*body);
  std::vector<std::int64_t> answers;
  for (const auto& each : in.array("answers", kMostQuizQuestions)) {
    const auto* number = each.if_int64();
    if (number == nullptr) {
      in.wrong(fmt::format("answers/{}", answers.size()), "This must be the place of an option, or -1.");
      break;
    }
    answers.push_back(*number);
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return answers;
}

// The presenters are not ranked against each other: they see their own record alone.
LearningAnswer get_training(const LearningParts& parts, http::Request& request) {
  const auto& by = request.caller;
  co_return read_learning(parts, [&](store::Database& db) {
    auto told = training_json(db, by.handle);
    told["courses"] = courses_json(db, by.handle);
    told["people"] = by.role == Role::kPresenter ? json::value() : json::value(trained_people(db));
    return told;
  });
}

LearningAnswer get_cards(const LearningParts& parts, http::Request& request) {
  const MemoryAsked wanted{.show = std::string(request.asked("show").value_or("")),
                           .course = std::string(request.asked("course").value_or(""))};
  const auto& by = request.caller;
  co_return read_learning(parts, [&](store::Database& db) -> Result<json::object> {
    const auto products = products_asked(db, wanted);
    if (!products) return std::unexpected(products.error());
    return json::object{{"items", cards_json(db, *products, by)}};
  });
}

LearningAnswer post_quiz(const LearningParts& parts, http::Request& request) {
  const auto wanted = memory_in(request);
  if (!wanted) co_return http::problem_response(wanted.error());
  const Asked asked(request);
  co_return co_await write_learning(
      parts, [&](store::Transaction& t) { return begin_quiz(asked.writing(parts, t), *wanted); });
}

LearningAnswer post_answers(const LearningParts& parts, http::Request& request) {
  const auto answers = answers_in(request);
  if (!answers) co_return http::problem_response(answers.error());
  const Asked asked(request);
  co_return co_await write_learning(
      parts, [&](store::Transaction& t) { return answer_quiz(asked.writing(parts, t), asked.id, *answers); });
}

LearningAnswer post_course(const LearningParts& parts, http::Request& request) {
  const auto course = course_in(request);
  if (!course) co_return http::problem_response(course.error());
  const Asked asked(request);
  co_return co_await create_learning(
      parts, request, [&](store::Transaction& t) { return make_course(asked.writing(parts, t), *course); });
}

LearningAnswer put_course(const LearningParts& parts, http::Request& request) {
  const auto course = course_in(request);
  if (!course) co_return http::problem_response(course.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return change_course(asked.writing(parts, t), asked.id, *course, *expected);
  });
}

LearningAnswer delete_course(const LearningParts& parts, http::Request& request) {
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await remove_learning(parts, [&](store::Transaction& t) {
    return remove_course(asked.writing(parts, t), asked.id, *expected);
  });
}

}  // namespace

void add_training_routes(http::Router& router, const LearningParts& parts) {
  const auto teaching = Access::roles({Role::kAnalyst, Role::kPlanner, Role::kDirector});
  router.add({.method = "GET",
              .path = "/api/training",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return get_training(parts, r); },
              .summary = "The caller's record and whether they are trained, the courses, and, for all but "
                         "presenters, how far each of the staff is.",
              .answer = kTrainingSchema});
  router.add(
      {.method = "GET",
       .path = "/api/training/cards",
       .access = Access::staff(),
       .handle = [&parts](http::Request& r) { return get_cards(parts, r); },
       .summary = "Cards of the products of ?show= or ?course=, or of the first hundred of all, with "
                  "what was asked about each and answered.",
       .answer = R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})"});
  router.add(
      {.method = "POST",
       .path = "/api/training/quizzes",
       .access = Access::staff(),
       .handle = [&parts](http::Request& r) { return post_quiz(parts, r); },
       .summary = "Begins a quiz about the same products, in place of one that was left unanswered.",
       .body = R"({"type":"object","properties":{"show":{"type":"string"},"course":{"type":"string"}}})",
       .answer = kQuizSchema,
       .rate = kQuizzes});
  router.add(
      {.method = "POST",
       .path = "/api/training/quizzes/{id}/answers",
       .access = Access::staff(),
       .handle = [&parts](http::Request& r) { return post_answers(parts, r); },
       .summary = "Answers a quiz of one's own, once: the place of an option for each question, or -1.",
       .body = R"({"type":"object","required":["answers"],"properties":{"answers":{"type":"array",
  "maxItems":20,"items":{"type":"integer"}}}})",
       .answer = kResultSchema});
  router.add({.method = "POST",
              .path = "/api/training/courses",
              .access = teaching,
              .handle = [&parts](http::Request& r) { return post_course(parts, r); },
              .summary = "Makes a course of products to know and cases to see. Takes an Idempotency-Key.",
              .body = kCourseBody,
              .answer = kCourseSchema});
  router.add({.method = "PUT",
              .path = kCoursePath,
              .access = teaching,
              .handle = [&parts](http::Request& r) { return put_course(parts, r); },
              .summary = "Writes a course as a whole. With If-Match, 412 changed-meanwhile when somebody "
                         "else changed it since.",
              .body = kCourseBody,
              .answer = kCourseSchema});
  router.add(
      {.method = "DELETE",
       .path = kCoursePath,
       .access = teaching,
       .handle = [&parts](http::Request& r) { return delete_course(parts, r); },
       .summary = "Removes a course; the records of those who took it stay. If-Match as for writing."});
}

}  // namespace nigiwai::show
