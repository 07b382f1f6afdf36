#include "show/playbook/playbook_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/time.h"
#include "people/staff.h"
#include "show/playbook/playbook_default.h"
#include "show/playbook/playbook_evidence.h"

namespace nigiwai::show {
namespace {

constexpr std::size_t kIdLength = 12;
constexpr std::int64_t kMostGoal = 1'000'000;
constexpr TextRule kTitle{.least = 1, .most = 80};
constexpr TextRule kWhy{.most = 300, .lines = Lines::kMany};

Todo overlaid(Todo todo, const store::Rows& row) {
  todo.own = row.integer(1) != 0;
  todo.phase = phase_of(row.text(2)).value_or(Phase::kFullScale);
  todo.place = row.integer(3);
  if (const auto title = row.optional_text(4)) todo.title = {*title, *title};
  if (const auto why = row.optional_text(5)) todo.why = {*why, *why};
  todo.role = http::staff_role(row.text(6));
  todo.person = row.text(7);
  if (const auto due = row.optional_integer(8)) todo.due_at = from_ms(*due);
  todo.evidence = row.text(9);
  todo.goal = row.integer(10);
  todo.dropped = row.integer(11) != 0;
  todo.version = row.integer(12);
  return todo;
}

Result<void> check_person(store::Database& db, const std::string& handle) {
  if (handle.empty()) return {};
  auto rows = db.query("SELECT 1 FROM staff WHERE handle = ? AND withdrawn_at IS NULL", handle);
  if (rows.next()) return {};
  return invalid("/person", fmt::format("There is nobody by the handle {} among the staff.", handle));
}

// Title and why as they are kept: null where they are the default's.
void keep(store::Transaction& transaction, const Todo& todo, const std::optional<std::string>& title,
          const std::optional<std::string>& why) {
  transaction.db().run(
      "INSERT INTO playbook_todo (id, own, phase, place, title, why, role, person, due_at, evidence, goal, "
      "dropped, "
      "version, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
      "phase = "
      "excluded.phase, place = excluded.place, title = coalesce(excluded.title, title), why = "
      "coalesce(excluded.why, "
      "why), role = excluded.role, person = excluded.person, due_at = excluded.due_at, evidence = "
      "excluded.evidence, "
      "goal = excluded.goal, dropped = excluded.dropped, version = excluded.version, changed_at = "
      "excluded.changed_at",
      todo.id, todo.own, to_text(todo.phase), todo.place, title, why,
      todo.role ? http::to_text(*todo.role) : std::string_view(), todo.person,
      todo.due_at ? std::optional(to_ms(*todo.due_at)) : std::nullopt, todo.evidence, todo.goal, todo.dropped,
      todo.version, to_ms(transaction.now()));
}

void apply(Todo& todo, const TodoChange& wanted) {
  if (wanted.title) todo.title = {*wanted.title, *wanted.title};
  if (wanted.why) todo.why = {*wanted.why, *wanted.why};
  if (wanted.role) todo.role = *wanted.role;
  if (wanted.person) todo.person = *wanted.person;
  if (wanted.due_at) todo.due_at = *wanted.due_at;
  if (wanted.evidence) todo.evidence = *wanted.evidence;
  if (wanted.goal) todo.goal = *wanted.goal;
  if (wanted.dropped) todo.dropped = *wanted.dropped;
}

std::int64_t last_place(const std::vector<Todo>& todos, Phase phase) {
  std::int64_t last = 0;
  for (const auto& todo : todos) {
    if (todo.phase == phase) last = std::max(last, todo.place);
  }
  return last;
}

Act act_from(const store::Rows& row) {
  return {.what = row.text(1) == "closed" ? Act::What::kClosed : Act::What::kReopened,
          .note = row.text(2),
          .by_handle = row.text(3),
          .by_name = row.text(4),
          .at = from_ms(row.integer(5))};
}

constexpr const char* kActColumns =
    "SELECT a.todo, a.act, a.note, a.by_handle, coalesce(s.name, a.by_handle), a.at FROM playbook_act a LEFT "
    "JOIN "
    "staff s ON s.handle = a.by_handle ";

}  // namespace

Result<TodoChange> read_todo(const json::object& body, TodoBody what) {
  Fields in(body);
  TodoChange change{
      .title = what == TodoBody::kNew ? in.text("title", kTitle) : in.optional_text("title", kTitle),
      .why = in.optional_text("why", kWhy),
      .person = in.optional_text("person", {.most = 64}),
      .due_at = in.optional_time("due_at"),
      .goal = in.optional_whole("goal", {1, kMostGoal})};
  if (what == TodoBody::kNew || in.has("phase")) {
    change.phase = phase_of(in.text("phase", {.most = 20}));
    if (!change.phase) in.wrong("phase", "This must be introduction, operation, retention or full-scale.");
  }
  if (const auto role = in.optional_text("role", {.most = 20})) {
    change.role = http::staff_role(*role);
    if (!role->empty() && !*change.role) {
      in.wrong("role", "This must be owner, planner, director, presenter or analyst, or empty for nobody.");
    }
  }
  if (const auto evidence = in.optional_text("evidence", {.most = 40})) {
    change.evidence = *evidence;
    if (!evidence->empty() && evidence_called(*evidence) == nullptr) {
      in.wrong("evidence", "There is no evidence by this name; empty for what a person closes.");
    }
  }
  if (what == TodoBody::kChange) change.dropped = in.optional_flag("dropped");
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return change;
}

std::vector<Todo> todos_of(store::Database& db) {
  auto todos = default_todos();
  auto rows = db.query(
      "SELECT id, own, phase, place, title, why, role, person, due_at, evidence, goal, dropped, version FROM "
      "playbook_todo");
  while (rows.next()) {
    const auto id = rows.text(0);
    const auto known = std::ranges::find(todos, id, &Todo::id);
    if (known != todos.end()) {
      *known = overlaid(std::move(*known), rows);
    } else if (rows.integer(1) != 0) {  // else a default that this server no longer has
      todos.push_back(overlaid({.id = id}, rows));
    }
  }
  std::ranges::sort(todos, {}, [](const Todo& todo) { return std::tuple(todo.phase, todo.place, todo.id); });
  return todos;
}

Result<Todo> find_todo(store::Database& db, const std::string& id) {
  auto todos = todos_of(db);
  const auto found = std::ranges::find(todos, id, &Todo::id);
  if (found == todos.end())
    return fail(Kind::kNotFound, "not-found", "There is no such to-do in the playbook.");
  return std::move(*found);
}

Result<Todo> add_todo(store::Transaction& transaction, Random& random, const TodoChange& wanted) {
  auto& db = transaction.db();
  const auto todos = todos_of(db);
  if (todos.size() >= kMostTodos) {
    return fail(
        Kind::kConflict, "limit-reached",
        fmt::format("A playbook holds at most {} to-dos, dropped ones included. Reword one that is dropped.",
                    kMostTodos));
  }
  Todo todo{.id = random.token(kIdLength), .phase = *wanted.phase, .own = true};
  todo.place = last_place(todos, todo.phase) + 1;
  apply(todo, wanted);
  if (!wanted.goal) {
    if (const auto* evidence = evidence_called(todo.evidence)) todo.goal = evidence->usual_goal;
  }
  if (auto known = check_person(db, todo.person); !known) return std::unexpected(known.error());
  keep(transaction, todo, todo.title.ja, todo.why.ja);
  return todo;
}

Result<Todo> change_todo(store::Transaction& transaction, const std::string& id, const TodoChange& wanted,
                         std::optional<std::int64_t> expected) {
  auto& db = transaction.db();
  auto todo = find_todo(db, id);
  if (!todo) return todo;
  if (expected && *expected != todo->version) {
    return fail(Kind::kConflict, "changed-meanwhile",
                "Somebody else changed this to-do meanwhile. Look at it as it is now, then change it again.");
  }
  if (wanted.phase && *wanted.phase != todo->phase) {
    todo->place = last_place(todos_of(db), *wanted.phase) + 1;
    todo->phase = *wanted.phase;
  }
  apply(*todo, wanted);
  if (wanted.person) {
    if (auto known = check_person(db, todo->person); !known) return std::unexpected(known.error());
  }
  ++todo->version;
  keep(transaction, *todo, wanted.title, wanted.why);
  return todo;
}

Result<void> act_on(store::Transaction& transaction, const std::string& id, Act::What what,
                    const std::string& note, const http::Caller& by) {
  auto& db = transaction.db();
  const auto todo = find_todo(db, id);
  if (!todo) return std::unexpected(todo.error());
  const auto acts = acts_of(db, id);
  const auto latest = acts.empty() ? std::nullopt : std::optional(acts.back());
  const auto standing = standing_of(*todo, seen_of(db, *todo, transaction.now()), latest, transaction.now());
  if (what == Act::What::kClosed && is_closed(standing)) {
    return fail(Kind::kConflict, "state", "This to-do is closed already.");
  }
  if (what == Act::What::kReopened && standing == Standing::kClosedByEvents) {
    return fail(Kind::kConflict, "state",
                "This to-do is closed by what happened, so it opens only when that is no longer so.");
  }
  if (what == Act::What::kReopened && !is_closed(standing)) {
    return fail(Kind::kConflict, "state", "This to-do is open already.");
  }
  if (acts.size() >= kMostActs) {
    return fail(Kind::kConflict, "limit-reached",
                fmt::format("A to-do is closed and reopened at most {} times. Add another one.", kMostActs));
  }
  db.run("INSERT INTO playbook_act (todo, act, note, by_handle, at) VALUES (?, ?, ?, ?, ?)", id,
         what == Act::What::kClosed ? "closed" : "reopened", note, by.handle, to_ms(transaction.now()));
  return {};
}

std::vector<Act> acts_of(store::Database& db, const std::string& id) {
  std::vector<Act> acts;
  auto rows = db.query(std::string(kActColumns) + "WHERE a.todo = ? ORDER BY a.position", id);
  while (rows.next()) acts.push_back(act_from(rows));
  return acts;
}

std::map<std::string, Act> latest_acts(store::Database& db) {
  std::map<std::string, Act> latest;
  auto rows = db.query(std::string(kActColumns) +
                       "WHERE a.position IN (SELECT max(position) FROM playbook_act GROUP BY todo)");
  while (rows.next()) latest[rows.text(0)] = act_from(rows);
  return latest;
}

std::optional<Seen> seen_of(store::Database& db, const Todo& todo, WallTime now) {
  const auto* evidence = evidence_called(todo.evidence);
  if (evidence == nullptr) return std::nullopt;
  return evidence->look(db, {.goal = todo.goal, .now = now});
}

}  // namespace nigiwai::show
