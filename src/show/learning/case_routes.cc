#include <boost/json/array.hpp>

#include "http/precondition.h"
#include "show/learning/cases.h"
#include "show/learning/learning_routes.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kCasePath = "/api/cases/{id}";
constexpr const char* kCueCases = "/api/shows/{id}/cues/{cue}/cases";
constexpr const char* kCaseBody =
    R"({"type":"object","required":["show","at","title","did","why"],"properties":{"show":{"type":"string"},
  "at":{"type":"integer","minimum":0},"until":{"type":"integer"},"title":{"type":"string","maxLength":80},
  "did":{"type":"string","maxLength":500},"why":{"type":"string","maxLength":500},"figure":{"type":"string","maxLength":80},
  "tags":{"type":"array","maxItems":8,"items":{"type":"string","maxLength":24}}}})";
constexpr const char* kCaseSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"show":{"type":["object","null"]},"at":{"type":"integer"},
  "until":{"type":["integer","null"]},"title":{"type":"string"},"did":{"type":"string"},"why":{"type":"string"},
  "figure":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"made_by":{"type":["object","null"]},
  "made_at":{"type":"string"},"version":{"type":"integer"},"seen":{"type":"boolean"}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},
  "tags":{"type":"array","items":{"type":"string"}},"more":{"type":"boolean"}}})";

Result<Case> case_in(const http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  return read_case(*body);
}

struct Asked {
  explicit Asked(http::Request& request)
      : id(request.parameter("id")), cue(request.parameter("cue")), by(request.caller) {}
  CaseWriting writing(const LearningParts& parts, store::Transaction& t) const {
    return {.transaction = t, .random = parts.random, .by = by};
  }
  std::string id;
  std::string cue;
  const http::Caller& by;
};

LearningAnswer get_cases(const LearningParts& parts, http::Request& request) {
  const auto wanted = cases_asked(request);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto& by = request.caller;
  co_return read_learning(parts, [&](store::Database& db) { return cases_json(db, *wanted, by.handle); });
}

LearningAnswer post_case(const LearningParts& parts, http::Request& request) {
  const auto wanted = case_in(request);
  if (!wanted) co_return http::problem_response(wanted.error());
  const Asked asked(request);
  co_return co_await create_learning(
      parts, request, [&](store::Transaction& t) { return make_case(asked.writing(parts, t), *wanted); });
}

LearningAnswer put_case(const LearningParts& parts, http::Request& request) {
  const auto wanted = case_in(request);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return change_case(asked.writing(parts, t), asked.id, *wanted, *expected);
  });
}

LearningAnswer delete_case(const LearningParts& parts, http::Request& request) {
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await remove_learning(parts, [&](store::Transaction& t) {
    return remove_case(asked.writing(parts, t), asked.id, *expected);
  });
}

LearningAnswer put_seen(const LearningParts& parts, http::Request& request) {
  const Asked asked(request);
  co_return co_await remove_learning(
      parts, [&](store::Transaction& t) { return see_case(asked.writing(parts, t), asked.id); });
}

LearningAnswer get_of_cue(const LearningParts& parts, http::Request& request) {
  const Asked asked(request);
  co_return read_learning(parts, [&](store::Database& db) { return cases_of_cue(db, asked.id, asked.cue); });
}

LearningAnswer put_of_cue(const LearningParts& parts, http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto cases = in.optional_slugs("cases", kMostCasesOfCue);
  if (!cases) in.wrong("cases", "This must be a list of cases; it may be empty.");
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return put_cases_of_cue(asked.writing(parts, t), asked.id, asked.cue, *cases);
  });
}

}  // namespace

void add_case_routes(http::Router& router, const LearningParts& parts) {
  router.add({.method = "GET",
              .path = "/api/cases",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return get_cases(parts, r); },
              .summary = "Cases, newest first: those with every word of ?q=, with the tag ?tag=, of ?show=.",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/cases",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return post_case(parts, r); },
              .summary = "Keeps a moment of a show as a case. Takes an Idempotency-Key.",
              .body = kCaseBody,
              .answer = kCaseSchema});
  router.add({.method = "PUT",
              .path = kCasePath,
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return put_case(parts, r); },
              .summary = "Writes a case as a whole. With If-Match, 412 changed-meanwhile when somebody else "
                         "changed it since.",
              .body = kCaseBody,
              .answer = kCaseSchema});
  router.add({.method = "DELETE",
              .path = kCasePath,
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return delete_case(parts, r); },
              .summary = "Removes a case, from cues and courses, too. If-Match as for writing."});
  router.add({.method = "PUT",
              .path = "/api/cases/{id}/seen",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return put_seen(parts, r); },
              .summary = "Notes that the caller looked at a case."});
  router.add({.method = "GET",
              .path = kCueCases,
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return get_of_cue(parts, r); },
              .summary = "The cases kept in mind for a cue.",
              .answer = kListSchema});
  router.add(
      {.method = "PUT",
       .path = kCueCases,
       .access = Access::roles({Role::kPlanner, Role::kDirector}),
       .handle = [&parts](http::Request& r) { return put_of_cue(parts, r); },
       .summary = "Writes the list of cases for a cue.",
       .body = R"({"type":"object","required":["cases"],"properties":{"cases":{"type":"array","maxItems":5,
  "items":{"type":"string"}}}})",
       .answer = kListSchema});
}

}  // namespace nigiwai::show
