#include "show/playbook/playbook_routes.h"

#include "http/answers.h"
#include "http/idempotency.h"
#include "http/precondition.h"
#include "people/audit.h"
#include "show/playbook/playbook_rows.h"
#include "show/playbook/playbook_view.h"
#include "store/writing.h"

namespace nigiwai::show {
namespace {

using http::Access;
using http::Role;

constexpr TextRule kNote{.least = 1, .most = 1000, .lines = Lines::kMany};

constexpr const char* kTodoSchema =
    R"({"type":"object","properties":{"id":{"type":"string"},"phase":{"enum":["introduction","operation","retention","full-scale"]},
  "title":{"type":"object","properties":{"ja":{"type":"string"},"en":{"type":"string"}}},
  "why":{"type":"object","properties":{"ja":{"type":"string"},"en":{"type":"string"}}},
  "role":{"type":["string","null"]},"person":{"type":["object","null"]},"due_at":{"type":["string","null"]},
  "state":{"enum":["open","under-way","overdue","closed"]},
  "evidence":{"type":["object","null"],"properties":{"kind":{"type":"string"},"goal":{"type":"integer"},
    "have":{"type":"integer"},"at":{"type":["string","null"]},"page":{"type":"string"},
    "id":{"type":"string"},"facts":{"type":"object"}}},
  "closed":{"type":["object","null"],"properties":{"by":{"enum":["events","person"]},"at":{"type":["string","null"]},
    "note":{"type":"string"},"who":{"type":["object","null"]}}},
  "own":{"type":"boolean"},"dropped":{"type":"boolean"},"version":{"type":"integer"},
  "history":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* kPlaybookSchema =
    R"({"type":"object","properties":{"phase":{"type":"string"},"complete":{"type":"boolean"},"missing":{"type":"integer"},
  "next":{"type":["string","null"]},"holding":{"type":"array","items":{"type":"string"}},"shows":{"type":"integer"},
  "team":{"type":"integer"},"began_at":{"type":["string","null"]},"proof":{"type":["string","null"]},
  "phases":{"type":"array","items":{"type":"object"}},"dropped":{"type":"array","items":{"type":"object"}},
  "evidence":{"type":"array","items":{"type":"object"}}}})";
constexpr const char* kChangeSchema =
    R"({"type":"object","properties":{"title":{"type":"string","maxLength":80},"why":{"type":"string","maxLength":300},
  "phase":{"enum":["introduction","operation","retention","full-scale"]},"role":{"type":"string"},
  "person":{"type":"string"},"due_at":{"type":["string","null"],"format":"date-time"},"evidence":{"type":"string"},
  "goal":{"type":"integer","minimum":1},"dropped":{"type":"boolean"}}})";
constexpr const char* kNoteSchema =
    R"({"type":"object","required":["note"],"properties":{"note":{"type":"string","minLength":1,"maxLength":1000}}})";

}  // namespace

void PlaybookRoutes::add_to(http::Router& router) {
  const auto planning = Access::roles({Role::kPlanner, Role::kDirector});
  router.add({.method = "GET",
              .path = "/api/playbook",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_playbook(r); },
              .summary = "The playbook: the phase the team is in, what is next, what holds it back, and "
                         "every to-do with its "
                         "evidence.",
              .answer = kPlaybookSchema});
  router.add({.method = "POST",
              .path = "/api/playbook/todos",
              .access = planning,
              .handle = [this](http::Request& r) { return post_todo(r); },
              .summary = "Adds a to-do of the shop's own. Takes an Idempotency-Key.",
              .body = kChangeSchema,
              .answer = kTodoSchema});
  router.add({.method = "GET",
              .path = "/api/playbook/todos/{id}",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return get_todo(r); },
              .summary = "A to-do with everything that people did to it by hand.",
              .answer = kTodoSchema});
  router.add({.method = "PATCH",
              .path = "/api/playbook/todos/{id}",
              .access = planning,
              .handle = [this](http::Request& r) { return patch_todo(r); },
              .summary =
                  "Rewords, assigns, dates, moves, drops or takes up again a to-do. With If-Match, 412 "
                  "changed-meanwhile when somebody else changed it since.",
              .body = kChangeSchema,
              .answer = kTodoSchema});
  router.add({.method = "POST",
              .path = "/api/playbook/todos/{id}/close",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return act(r, Act::What::kClosed); },
              .summary = "Closes a to-do by hand, with a note.",
              .body = kNoteSchema,
              .answer = kTodoSchema});
  router.add({.method = "POST",
              .path = "/api/playbook/todos/{id}/reopen",
              .access = Access::staff(),
              .handle = [this](http::Request& r) { return act(r, Act::What::kReopened); },
              .summary = "Opens a to-do again that a person closed, saying why.",
              .body = kNoteSchema,
              .answer = kTodoSchema});
}

PlaybookRoutes::Answer PlaybookRoutes::get_playbook(http::Request&) {
  co_return http::answer(parts_.readers.read<json::object>(
      [&](store::Database& db) -> Result<json::object> { return playbook_json(db, parts_.clock.wall()); }));
}

PlaybookRoutes::Answer PlaybookRoutes::get_todo(http::Request& request) {
  const std::string id(request.parameter("id"));
  co_return http::answer(parts_.readers.read<json::object>(
      [&](store::Database& db) { return todo_json(db, id, parts_.clock.wall()); }));
}

PlaybookRoutes::Answer PlaybookRoutes::post_todo(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_todo(*body, TodoBody::kNew);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto key = http::idempotency_key(request, "POST /api/playbook/todos");
  if (!key) co_return http::problem_response(key.error());
  const auto& by = request.caller;
  const auto written =
      co_await store::write<json::object>(parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) {
        return http::once(t, *key, [&]() -> Result<json::object> {
          const auto todo = add_todo(t, parts_.random, *wanted);
          if (!todo) return std::unexpected(todo.error());
          people::audit(t, by, "playbook.added", todo->id, {{"title", todo->title.ja}});
          return todo_json(t.db(), todo->id, t.now());
        });
      });
  co_return http::answer(written, 201);
}

PlaybookRoutes::Answer PlaybookRoutes::patch_todo(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  const auto wanted = read_todo(*body, TodoBody::kChange);
  if (!wanted) co_return http::problem_response(wanted.error());
  const auto expected = http::version_expected(request);
  if (!expected) co_return http::problem_response(expected.error());
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        const auto todo = change_todo(t, id, *wanted, *expected);
        if (!todo) return std::unexpected(todo.error());
        people::audit(t, by, "playbook.changed", id, {{"title", todo->title.ja}});
        return todo_json(t.db(), id, t.now());
      }));
}

PlaybookRoutes::Answer PlaybookRoutes::act(http::Request& request, Act::What what) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto note = in.text("note", kNote);
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const std::string id(request.parameter("id"));
  const auto& by = request.caller;
  co_return http::answer(co_await store::write<json::object>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& t) -> Result<json::object> {
        if (auto done = act_on(t, id, what, note, by); !done) return std::unexpected(done.error());
        const auto todo = find_todo(t.db(), id);
        people::audit(t, by, what == Act::What::kClosed ? "playbook.closed" : "playbook.reopened", id,
                      {{"title", todo->title.ja}});
        return todo_json(t.db(), id, t.now());
      }));
}

}  // namespace nigiwai::show
