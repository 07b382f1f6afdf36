#include "show/rehearsal/rehearsal_routes.h"

#include "http/idempotency.h"
#include "people/audit.h"
#include "show/rehearsal/rehearsals.h"
#include "show/rehearsal/runs.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr const char* kNewSchema = R"({"type":"object","properties":{"crowd":{"type":"string"}}})";
constexpr const char* kListSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},
  "of":{"type":"string"},"title":{"type":"string"},"state":{"enum":["draft","live","archived"]},"made_at":{"type":"string"},
  "made_by":{"type":"string"},"live_at":{"type":["string","null"]},"length_ms":{"type":["integer","null"]},
  "crowd":{"type":["object","null"]},"points":{"type":["object","null"]}}}},"next":{"type":"null"}}})";
constexpr const char* kCrowdsSchema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},
  "title":{"type":"string"},"live_at":{"type":"string"},"length_ms":{"type":"integer"},"lines":{"type":"integer"},
  "questions":{"type":"integer"}}}},"next":{"type":"null"}}})";
constexpr const char* kScoreSchema =
    R"({"type":"object","properties":{"points":{"type":"object","properties":{"answers":{"type":["integer","null"]},
  "timing":{"type":["integer","null"]},"pace":{"type":["integer","null"]},"whole":{"type":["integer","null"]}}},
  "rehearsal":{"type":"object"},"original":{"type":["object","null"]},"questions":{"type":"array","items":{"type":"object"}}}})";

http::Response answer(const Result<json::object>& body) {
  return body ? http::json_response(*body) : http::problem_response(body.error());
}

}  // namespace

void RehearsalRoutes::add_to(http::Router& router) {
  router.add({.method = "POST",
              .path = "/api/shows/{id}/rehearsals",
              .access = Access::roles({Role::kPlanner, Role::kDirector, Role::kPresenter}),
              .handle = [this](http::Request& r) { return make(r); },
              .summary = "Makes a rehearsal of a show, into which the crowd of a past one may play. Takes an "
                         "Idempotency-Key.",
              .body = kNewSchema,
              .answer = R"({"type":"object"})"});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/rehearsals",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return list(r); },
              .summary = "The rehearsals of a show, newest first.",
              .answer = kListSchema});
  router.add({.method = "GET",
              .path = "/api/crowds",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return crowds(r); },
              .summary = "Past shows whose crowd can play into a rehearsal, the latest first.",
              .answer = kCrowdsSchema});
  router.add({.method = "GET",
              .path = "/api/shows/{id}/score",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return score(r); },
              .summary = "How a rehearsal went, in points, beside the show whose crowd played into it.",
              .answer = kScoreSchema});
}

RehearsalRoutes::Answer RehearsalRoutes::make(http::Request& request) {
  const auto body = request.body.empty() ? Result<json::object>{json::object{}} : parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto crowd = in.has("crowd") ? in.slug("crowd") : std::string();
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const std::string id(request.parameter("id"));
  const auto key = http::idempotency_key(request, "POST /api/shows/" + id + "/rehearsals");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  const auto written =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto show =
              make_rehearsal(t, {.journal = parts_.journal, .random = parts_.random}, id, crowd, by);
          if (!show) return std::unexpected(show.error());
          people::audit(t, by, "rehearsal.made", id, {{"rehearsal", show->id}});
          return show_json(t.db(), *show, by, parts_.views);
        });
      });
  if (!written) co_return http::problem_response(written.error());
  co_return http::json_response(*written, 201);
}

RehearsalRoutes::Answer RehearsalRoutes::list(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return answer(parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    if (const auto found = find(db, id); !found) return std::unexpected(found.error());
    return rehearsals_json(db, id);
  }));
}

RehearsalRoutes::Answer RehearsalRoutes::crowds(http::Request&) {
  co_return answer(parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return crowds_json(db); }));
}

RehearsalRoutes::Answer RehearsalRoutes::score(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return answer(
      parts_.readers.read<json::object>([&](store::Database& db) { return score_json(db, id); }));
}

}  // namespace nigiwai::show
