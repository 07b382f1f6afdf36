#include <boost/json/array.hpp>

#include "http/precondition.h"
#include "show/learning/learning_routes.h"
#include "show/learning/reviews.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kNotePath = "/api/shows/{id}/review/notes/{note}";
constexpr const char* kNoteBody =
    R"({"type":"object","required":["kind","text"],"properties":{"kind":{"enum":["keep","problem","try"]},
  "text":{"type":"string","maxLength":500},"at":{"type":"integer","minimum":0}}})";
constexpr const char* kNoteSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"show":{"type":"string"},
  "kind":{"enum":["keep","problem","try"]},"text":{"type":"string"},"at":{"type":["integer","null"]},
  "version":{"type":"integer"},"made_by":{"type":["object","null"]},"made_at":{"type":"string"},
  "changed_by":{"type":["object","null"]},"changed_at":{"type":"string"},"for_show":{"type":["object","null"]},
  "outcome":{"enum":["helped","did-not","not-tried",null]},"outcome_at":{"type":["string","null"]},
  "outcome_by":{"type":["object","null"]}}})";
constexpr const char* kReviewSchema =
    R"({"type":"object","properties":{"show":{"type":"object"},"due_at":{"type":["string","null"]},
  "closed":{"type":["object","null"]},
  "figures":{"type":"object","properties":{"currency":{"type":"string"},"age_ms":{"type":"integer"},
    "usual_of":{"type":"integer"},"last":{"type":["object","null"]},
    "items":{"type":"array","items":{"type":"object","properties":{"figure":{"type":"string"},
      "unit":{"enum":["number","seconds","money","permille"]},"target":{"type":["integer","null"]},
      "value":{"type":["integer","null"]},"usual":{"type":["integer","null"]},"last":{"type":["integer","null"]}}}}}},
  "cues":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},"outside":{"type":"object"},
    "planned_ms":{"type":"integer"},"length_ms":{"type":"integer"}}},
  "questions":{"type":"array","items":{"type":"object"}},"notes":{"type":"array","items":{"type":"object"}},
  "tries":{"type":"array","items":{"type":"object"}},"cases":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})";

// A body with one text, such as {"show": "…"}; it may be empty.
Result<std::string> one_text(const http::Request& request, std::string_view name) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  Fields in(*body);
  auto text = in.text(name, {.most = 64});
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return text;
}

Result<ReviewNote> note_in(const http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) return std::unexpected(body.error());
  return read_review_note(*body);
}

// The show and note of the path, and who writes.
struct Asked {
  explicit Asked(http::Request& request)
      : show(request.parameter("id")), note(request.parameter("note")), by(request.caller) {}
  ReviewWriting writing(const LearningParts& parts, store::Transaction& t) const {
    return {.transaction = t, .random = parts.random, .by = by, .show = show};
  }
  std::string show;
  std::string note;
  const http::Caller& by;
};

LearningAnswer post_note(const LearningParts& parts, http::Request& request) {
  const auto note = note_in(request);
  if (!note) co_return http::problem_response(note.error());
  const Asked asked(request);
  co_return co_await create_learning(
      parts, request, [&](store::Transaction& t) { return add_note(asked.writing(parts, t), *note); });
}

LearningAnswer put_note(const LearningParts& parts, http::Request& request) {
  const auto note = note_in(request);
  if (!note) co_return http::problem_response(note.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return change_note(asked.writing(parts, t), asked.note, *note, *expected);
  });
}

LearningAnswer delete_note(const LearningParts& parts, http::Request& request) {
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const Asked asked(request);
  co_return co_await remove_learning(parts, [&](store::Transaction& t) {
    return remove_note(asked.writing(parts, t), asked.note, *expected);
  });
}

LearningAnswer put_plan(const LearningParts& parts, http::Request& request) {
  const auto show = one_text(request, "show");
  if (!show) co_return http::problem_response(show.error());
  const Asked asked(request);
  co_return co_await write_learning(
      parts, [&](store::Transaction& t) { return plan_try(asked.writing(parts, t), asked.note, *show); });
}

LearningAnswer put_outcome(const LearningParts& parts, http::Request& request) {
  const auto outcome = one_text(request, "outcome");
  if (!outcome) co_return http::problem_response(outcome.error());
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return decide_try(asked.writing(parts, t), asked.note, *outcome);
  });
}

LearningAnswer close(const LearningParts& parts, http::Request& request) {
  const Asked asked(request);
  co_return co_await write_learning(
      parts, [&](store::Transaction& t) { return close_review(asked.writing(parts, t), parts.journal); });
}

LearningAnswer reopen(const LearningParts& parts, http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto reason = in.text("reason", {.least = 1, .most = 200});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const Asked asked(request);
  co_return co_await write_learning(parts, [&](store::Transaction& t) {
    return reopen_review(asked.writing(parts, t), parts.journal, reason);
  });
}

}  // namespace

void add_review_routes(http::Router& router, const LearningParts& parts) {
  router.add({.method = "GET",
              .path = "/api/reviews",
              .access = Access::staff(),
              .handle = [&parts](http::Request&) -> LearningAnswer {
                co_return read_learning(parts, [&](store::Database& db) {
                  return json::object{{"items", reviews_json(db, parts.clock.wall())}};
                });
              },
              .summary = "The newest shows that are over, and how far each is reviewed.",
              .answer = kListSchema});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/review",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) -> LearningAnswer {
                const Asked asked(r);
                co_return read_learning(parts, [&](store::Database& db) {
                  return review_json(db, asked.show, parts.clock.wall(), parts.counting);
                });
              },
              .summary = "The review of a show that is over: its figures against targets, what is usual and "
                         "the show before; cue by cue; what nobody answered; and what the team wrote.",
              .answer = kReviewSchema});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/tries",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) -> LearningAnswer {
                const Asked asked(r);
                co_return read_learning(parts, [&](store::Database& db) {
                  return json::object{{"items", tries_for(db, asked.show)}};
                });
              },
              .summary = "What earlier reviews want to be tried in this show.",
              .answer = kListSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/review/notes",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return post_note(parts, r); },
              .summary = "Adds something to keep, a problem or a try. Takes an Idempotency-Key.",
              .body = kNoteBody,
              .answer = kNoteSchema});
  router.add({.method = "PUT",
              .path = kNotePath,
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return put_note(parts, r); },
              .summary = "Writes a note as a whole. With If-Match, 412 changed-meanwhile when somebody else "
                         "wrote it since.",
              .body = kNoteBody,
              .answer = kNoteSchema});
  router.add({.method = "DELETE",
              .path = kNotePath,
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return delete_note(parts, r); },
              .summary = "Takes a note away. If-Match as for writing."});
  router.add({.method = "PUT",
              .path = "/api/shows/{id}/review/notes/{note}/for",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return put_plan(parts, r); },
              .summary = "Plans a try for a show that is to come, or for none with \"\".",
              .body = R"({"type":"object","required":["show"],"properties":{"show":{"type":"string"}}})",
              .answer = kNoteSchema});
  router.add({.method = "PUT",
              .path = "/api/shows/{id}/review/tries/{note}",
              .access = Access::staff(),
              .handle = [&parts](http::Request& r) { return put_outcome(parts, r); },
              .summary = "Whether what was to be tried in this show helped; \"\" takes it back.",
              .body = R"({"type":"object","required":["outcome"],"properties":{
  "outcome":{"enum":["helped","did-not","not-tried",""]}}})",
              .answer = kNoteSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/review/close",
              .access = Access::roles({Role::kAnalyst, Role::kPlanner, Role::kDirector}),
              .handle = [&parts](http::Request& r) { return close(parts, r); },
              .summary = "Closes a review that has at least one note. It then stays as it is.",
              .answer = R"({"type":"object","properties":{"at":{"type":"string"},"by":{"type":"object"}}})"});
  router.add(
      {.method = "POST",
       .path = "/api/shows/{id}/review/reopen",
       .access = Access::roles({Role::kAnalyst, Role::kPlanner, Role::kDirector}),
       .handle = [&parts](http::Request& r) { return reopen(parts, r); },
       .summary = "Opens a review again that was closed, saying why.",
       .body =
           R"({"type":"object","required":["reason"],"properties":{"reason":{"type":"string","maxLength":200}}})",
       .answer = R"({"type":"object","properties":{"closed":{"type":"null"}}})"});
}

}  // namespace nigiwai::show
