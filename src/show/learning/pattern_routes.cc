#include <boost/json/array.hpp>

#include "http/precondition.h"
#include "show/learning/learning_routes.h"
#include "show/learning/patterns.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kPatternPath = "/api/patterns/{id}";
constexpr const char* kEvidencePath = "/api/patterns/{id}/evidence/{show}";
constexpr const char* kPatternBody =
    R"({"type":"object","required":["text"],"properties":{"text":{"type":"string","maxLength":120},
  "why":{"type":"string","maxLength":500},"tags":{"type":"array","maxItems":8,"items":{"type":"string","maxLength":24}}}})";
constexpr const char* kPatternSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"text":{"type":"string"},"why":{"type":"string"},
  "tags":{"type":"array","items":{"type":"string"}},"state":{"enum":["hypothesis","confirmed"]},
  "confirmed_at":{"type":["string","null"]},"confirmed_by":{"type":["object","null"]},"for":{"type":"integer"},
  "against":{"type":"integer"},"evidence":{"type":"array","items":{"type":"object","properties":{
    "show":{"type":["object","null"]},"stands":{"enum":["for","against"]},"note":{"type":"string"},
    "at":{"type":"string"},"by":{"type":["object","null"]}}}},
  "made_by":{"type":["object","null"]},"made_at":{"type":"string"},"version":{"type":"integer"}}})";

Result<Pattern> pattern_in(const http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  return read_pattern(*body);
}

struct Asked {
  explicit Asked(http::Request& request)
      : id(request.parameter("id")), show(request.parameter("show")), by(request.caller) {}
  PatternWriting writing(const LearningParts& parts, store::Transaction& t) const {
    return {.transaction = t, .random = parts.random, .by = by};
  }
  std::string id;
  std::string show;
  const http::Caller& by;
};

LearningAnswer post_pattern(const LearningParts& parts, http::Request& request) {
  const auto pattern = pattern_in(request);
  if (!pattern) co_return http::problem_response(pattern.error());
  const Asked asked(request);
  co_return co_await create_learning(
      parts, request, [&](store::Transaction& t) { return make_pattern(asked.writing(parts, t), *pattern); });
}

LearningAnswer put_pattern(const LearningParts& parts, http::Request& request) {
  const auto pattern = pattern_in(request);
  if (!pattern) co_return http::problem_response(pattern.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return change_pattern(asked.writing(parts, t), asked.id, *pattern, *expected);
  });
}

LearningAnswer delete_pattern(const LearningParts& parts, http::Request& request) {
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await remove_learning(parts, [&](store::Transaction& t) {
    return remove_pattern(asked.writing(parts, t), asked.id, *expected);
  });
}

LearningAnswer confirm(const LearningParts& parts, http::Request& request) {
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return confirm_pattern(asked.writing(parts, t), asked.id, *expected);
  });
}

LearningAnswer put_show(const LearningParts& parts, http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto evidence = read_pattern_evidence(*body);
  if (!evidence) co_return http::problem_response(evidence.error());
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return put_evidence(asked.writing(parts, t), asked.id, asked.show, *evidence);
  });
}

LearningAnswer delete_show(const LearningParts& parts, http::Request& request) {
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return remove_evidence(asked.writing(parts, t), asked.id, asked.show);
  });
}

}  // namespace

void add_pattern_routes(http::Router& router, const LearningParts& parts) {
  const auto writing = Access::roles({Role::kAnalyst, Role::kPlanner, Role::kDirector});
  router.add(
      {.method = "GET",
       .path = "/api/patterns",
       .access = Access::staff(),
       .handle = [&parts](http::Request&) -> LearningAnswer {
         co_return read_learning(parts, [](store::Database& db) {
           return json::object{{"items", patterns_json(db)}};
         });
       },
       .summary = "All patterns with the shows that speak for and against each, confirmed ones first.",
       .answer = R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})"});
  router.add({.method = "POST",
              .path = "/api/patterns",
              .access = writing,
              .handle = [&parts](http::Request& r) { return post_pattern(parts, r); },
              .summary = "Writes down a pattern, a hypothesis at first. Takes an Idempotency-Key.",
              .body = kPatternBody,
              .answer = kPatternSchema});
  router.add({.method = "PUT",
              .path = kPatternPath,
              .access = writing,
              .handle = [&parts](http::Request& r) { return put_pattern(parts, r); },
              .summary = "Writes a pattern as a whole; one that says something else is a hypothesis again. "
                         "With If-Match, 412 changed-meanwhile when somebody else changed it since.",
              .body = kPatternBody,
              .answer = kPatternSchema});
  router.add({.method = "DELETE",
              .path = kPatternPath,
              .access = writing,
              .handle = [&parts](http::Request& r) { return delete_pattern(parts, r); },
              .summary = "Removes a pattern. If-Match as for writing."});
  router.add({.method = "POST",
              .path = "/api/patterns/{id}/confirm",
              .access = writing,
              .handle = [&parts](http::Request& r) { return confirm(parts, r); },
              .summary = "Confirms a pattern that at least two shows speak for. If-Match as for writing.",
              .answer = kPatternSchema});
  router.add(
      {.method = "PUT",
       .path = kEvidencePath,
       .access = writing,
       .handle = [&parts](http::Request& r) { return put_show(parts, r); },
       .summary = "Says that a show that is over speaks for a pattern, or against it.",
       .body = R"({"type":"object","required":["stands"],"properties":{"stands":{"enum":["for","against"]},
  "note":{"type":"string","maxLength":200}}})",
       .answer = kPatternSchema});
  router.add({.method = "DELETE",
              .path = kEvidencePath,
              .access = writing,
              .handle = [&parts](http::Request& r) { return delete_show(parts, r); },
              .summary = "Takes a show from a pattern; without two for it, it is a hypothesis again.",
              .answer = kPatternSchema});
}

}  // namespace nigiwai::show
