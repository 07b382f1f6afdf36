#include "show/cue_routes.h"

#include "http/idempotency.h"
#include "http/precondition.h"
#include "people/audit.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kCueSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"version":{"type":"integer"},"title":{"type":"string"},
  "intent":{"enum":["none","use_idea","combination","story","price"]},"length_s":{"type":"integer"},
  "points":{"type":"string"},"product":{"type":"string"},"offer":{"type":"string"},"poll":{"type":"string"},
  "changed_at":{"type":"string"},"changed_by":{"type":"string"}}})";
constexpr const char* kCueBody =
    R"({"type":"object","required":["title"],"properties":{"title":{"type":"string","maxLength":120},
  "intent":{"enum":["none","use_idea","combination","story","price"]},
  "length_s":{"type":"integer","minimum":1,"maximum":7200},"points":{"type":"string","maxLength":2000},
  "product":{"type":"string"},"offer":{"type":"string"},"poll":{"type":"string"},"after":{"type":"string"}}})";
constexpr const char* kSheetSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}},
  "length_s":{"type":"integer"},"starts":{"type":"array","items":{"type":"object","properties":{
  "cue":{"type":"string"},"title":{"type":"string"},"at":{"type":"integer"},"seq":{"type":"integer"},
  "lasted_ms":{"type":"integer"}}}},"current":{"type":["string","null"]}}})";
constexpr const char* kSheetPath = "/api/shows/{id}/cues";
constexpr const char* kCuePath = "/api/shows/{id}/cues/{cue}";

http::Response problem_of(const Problem& problem) {
  return problem.type == "changed-meanwhile" ? http::stale_response(problem)
                                             : http::problem_response(problem);
}

http::Response cue_answer(const Result<Cue>& cue) {
  if (!cue) return problem_of(cue.error());
  auto response = http::json_response(to_json(*cue));
  response.with("ETag", http::version_tag(cue->version));
  return response;
}

}  // namespace

void CueRoutes::add_to(http::Router& router) {
  const auto planning = Access::roles({Role::kPlanner, Role::kDirector});
  router.add(
      {.method = "GET",
       .path = kSheetPath,
       .access = Access::staff(),
       .handle = [this](http::Request& r) { return get_sheet(r); },
       .summary = "The cue sheet of a show: its cues with planned starts, and the starts that happened.",
       .answer = kSheetSchema});
  router.add(
      {.method = "POST",
       .path = kSheetPath,
       .access = planning,
       .handle = [this](http::Request& r) { return add(r); },
       .summary = "Adds a cue behind {after}, first with \"\", at the end without. Takes an Idempotency-Key.",
       .body = kCueBody,
       .answer = kCueSchema});
  router.add({.method = "PUT",
              .path = kCuePath,
              .access = planning,
              .handle = [this](http::Request& r) { return change(r); },
              .summary =
                  "Writes a cue as a whole; its place stays. With If-Match, 412 changed-meanwhile when "
                  "somebody else wrote it since.",
              .body = kCueBody,
              .answer = kCueSchema});
  router.add({.method = "DELETE",
              .path = kCuePath,
              .access = planning,
              .handle = [this](http::Request& r) { return remove(r); },
              .summary = "Takes a cue away, unless it is on air. If-Match as for writing."});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/cues/{cue}/move",
              .access = planning,
              .handle = [this](http::Request& r) { return move(r); },
              .summary = "Puts a cue right behind another, first with \"\". Answers the sheet.",
              .body = R"({"type":"object","required":["after"],"properties":{"after":{"type":"string"}}})",
              .answer = kSheetSchema});
  router.add({.method = "POST",
              .path = "/api/shows/{id}/cues/copy",
              .access = planning,
              .handle = [this](http::Request& r) { return copy(r); },
              .summary =
                  "Adds the cues of another show at the end, without products that are not on this shelf. "
                  "Takes an Idempotency-Key.",
              .body = R"({"type":"object","required":["from"],"properties":{"from":{"type":"string"}}})",
              .answer = R"({"type":"object","properties":{"copied":{"type":"integer"},
  "not_on_shelf":{"type":"array","items":{"type":"string"}}}})"});
}

template <class T>
Task<Result<T>> CueRoutes::edit(http::Request& request, std::function<Result<T>(const CueWriting&)> work) {
  const std::string show(request.parameter("id"));
  const auto& by = request.caller;
  co_return co_await store::write<T>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
    auto done = work({.transaction = t, .random = parts_.random, .by = by, .show = show});
    if (done) {
      parts_.journal.append(t, show, {.kind = "cues.changed", .audience = timeline::Audience::kStaff});
    }
    return done;
  });
}

http::Response CueRoutes::sheet(const std::string& show, int status) {
  const auto found = parts_.readers.read<json::object>(
      [&](store::Database& db) { return sheet_json(db, show, parts_.clock.wall()); });
  return found ? http::json_response(*found, status) : http::problem_response(found.error());
}

CueRoutes::Answer CueRoutes::get_sheet(http::Request& request) {
  co_return sheet(std::string(request.parameter("id")));
}

CueRoutes::Answer CueRoutes::add(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto text = read_cue(in);
  const auto after = in.optional_text("after", {.most = 64});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto key = http::idempotency_key(request, "POST " + request.path);
  if (!key) co_return http::problem_response(key.error());
  const auto added = co_await edit<json::object>(request, [&](const CueWriting& writing) {
    return http::once(writing.transaction, *key, [&]() -> Result<json::object> {
      const auto cue = add_cue(writing, text, after);
      if (!cue) return std::unexpected(cue.error());
      return to_json(*cue);
    });
  });
  if (!added) co_return http::problem_response(added.error());
  const auto version = added->at("version").as_int64();
  auto response = http::json_response(*added, 201);
  response.with("ETag", http::version_tag(version));
  co_return response;
}

CueRoutes::Answer CueRoutes::change(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto text = read_cue(in);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string cue(request.parameter("cue"));
  co_return cue_answer(co_await edit<Cue>(
      request, [&](const CueWriting& writing) { return change_cue(writing, cue, text, *expected); }));
}

CueRoutes::Answer CueRoutes::remove(http::Request& request) {
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string cue(request.parameter("cue"));
  const auto removed = co_await edit<int>(request, [&](const CueWriting& writing) -> Result<int> {
    const auto title = find_cue(writing.transaction.db(), writing.show, cue);
    if (auto done = remove_cue(writing, cue, *expected); !done) return std::unexpected(done.error());
    people::audit(writing.transaction, writing.by, "show.cue-removed", writing.show,
                  {{"title", title->text.title}});
    return 0;
  });
  if (!removed) co_return problem_of(removed.error());
  co_return http::empty_response();
}

CueRoutes::Answer CueRoutes::move(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto after = in.text("after", {.most = 64});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const std::string cue(request.parameter("cue"));
  const auto moved = co_await edit<int>(request, [&](const CueWriting& writing) -> Result<int> {
    if (auto done = move_cue(writing, cue, after); !done) return std::unexpected(done.error());
    return 0;
  });
  if (!moved) co_return http::problem_response(moved.error());
  co_return sheet(std::string(request.parameter("id")));
}

CueRoutes::Answer CueRoutes::copy(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto from = in.text("from", {.least = 1, .most = 64});
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto key = http::idempotency_key(request, "POST " + request.path);
  if (!key) co_return http::problem_response(key.error());
  const auto copied = co_await edit<json::object>(request, [&](const CueWriting& writing) {
    return http::once(writing.transaction, *key, [&]() -> Result<json::object> {
      const auto done = copy_cues(writing, from);
      if (!done) return std::unexpected(done.error());
      people::audit(writing.transaction, writing.by, "show.cues-copied", writing.show,
                    {{"cues", done->cues}});
      return json::object{
          {"copied", done->cues},
          {"not_on_shelf", json::array(done->not_on_shelf.begin(), done->not_on_shelf.end())}};
    });
  });
  if (!copied) co_return http::problem_response(copied.error());
  co_return http::json_response(*copied, 201);
}

}  // namespace nigiwai::show
