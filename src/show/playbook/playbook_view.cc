#include "show/playbook/playbook_view.h"

#include <boost/json/array.hpp>

#include "base/time.h"
#include "show/playbook/playbook_evidence.h"
#include "show/playbook/playbook_rows.h"

namespace nigiwai::show {
namespace {

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

json::object to_json(const Said& said) { return {{"ja", said.ja}, {"en", said.en}}; }

json::value person_json(store::Database& db, const std::string& handle) {
  if (handle.empty()) return nullptr;
  auto rows = db.query("SELECT name FROM staff WHERE handle = ?", handle);
  return json::object{{"handle", handle}, {"name", rows.next() ? rows.text(0) : handle}};
}

json::object act_json(const Act& act) {
  return {{"act", act.what == Act::What::kClosed ? "closed" : "reopened"},
          {"note", act.note},
          {"who", json::object{{"handle", act.by_handle}, {"name", act.by_name}}},
          {"at", to_rfc3339(act.at)}};
}

json::value evidence_json(const Todo& todo, const std::optional<Seen>& seen) {
  if (todo.evidence.empty()) return nullptr;
  json::object shown{{"kind", todo.evidence}, {"goal", todo.goal}};
  if (!seen) return shown;
  shown["have"] = seen->have;
  shown["at"] = time_or_null(seen->at);
  shown["page"] = seen->page;
  shown["id"] = seen->id;
  shown["facts"] = seen->facts;
  return shown;
}

// Who and what closed it.
json::value closed_json(Standing standing, const std::optional<Seen>& seen,
                        const std::optional<Act>& latest) {
  if (standing == Standing::kClosedByEvents) {
    return json::object{{"by", "events"}, {"at", time_or_null(seen->at)}, {"note", ""}, {"who", nullptr}};
  }
  if (standing != Standing::kClosedByPerson) return nullptr;
  auto shown = act_json(*latest);
  shown.erase("act");
  shown["by"] = "person";
  return shown;
}

struct Looked {
  std::optional<Seen> seen;
  std::optional<Act> latest;
  Standing standing = Standing::kOpen;
};

json::object to_json(store::Database& db, const Todo& todo, const Looked& looked) {
  return {{"id", todo.id},
          {"phase", to_text(todo.phase)},
          {"title", to_json(todo.title)},
          {"why", to_json(todo.why)},
          {"role", todo.role ? json::value(http::to_text(*todo.role)) : json::value()},
          {"person", person_json(db, todo.person)},
          {"due_at", time_or_null(todo.due_at)},
          {"state", to_text(looked.standing)},
          {"evidence", evidence_json(todo, looked.seen)},
          {"closed", closed_json(looked.standing, looked.seen, looked.latest)},
          {"own", todo.own},
          {"dropped", todo.dropped},
          {"version", todo.version}};
}

json::array kinds_json() {
  json::array kinds;
  for (const auto& each : evidence_list()) {
    kinds.push_back(json::object{{"kind", each.name}, {"usual_goal", each.usual_goal}});
  }
  return kinds;
}

// What the first line of the page tells: how many shows, how many people, and since when.
void add_facts(json::object& shown, store::Database& db) {
  auto shows = db.query("SELECT count(*), min(live_at) FROM aired");
  shows.next();
  shown["shows"] = shows.integer(0);
  const auto began = shows.optional_integer(1);
  shown["began_at"] = began ? json::value(to_rfc3339(from_ms(*began))) : json::value();
  auto team = db.query(
      "SELECT count(*) FROM staff WHERE email IS NOT NULL AND password IS NOT NULL AND withdrawn_at IS NULL");
  team.next();
  shown["team"] = team.integer(0);
  auto proof = db.query("SELECT id FROM proof ORDER BY position DESC LIMIT 1");
  shown["proof"] = proof.next() ? json::value(proof.text(0)) : json::value();
}

}  // namespace

json::object playbook_json(store::Database& db, WallTime now) {
  const auto todos = todos_of(db);
  const auto latest = latest_acts(db);
  std::vector<StandingTodo> standing;
  json::array phases, dropped;
  for (const auto phase : kPhases) {
    json::array shown;
    std::size_t done = 0;
    for (const auto& todo : todos) {
      if (todo.phase != phase) continue;
      Looked looked;
      if (!todo.dropped) looked.seen = seen_of(db, todo, now);
      if (const auto found = latest.find(todo.id); found != latest.end()) looked.latest = found->second;
      looked.standing = standing_of(todo, looked.seen, looked.latest, now);
      if (todo.dropped) {
        dropped.push_back(to_json(db, todo, looked));
        continue;
      }
      if (is_closed(looked.standing)) ++done;
      standing.push_back({&todo, looked.standing});
      shown.push_back(to_json(db, todo, looked));
    }
    const auto of = shown.size();
    phases.push_back(
        json::object{{"phase", to_text(phase)}, {"done", done}, {"of", of}, {"todos", std::move(shown)}});
  }
  const auto now_at = outlook(standing);
  json::object shown{{"phase", to_text(now_at.phase)},
                     {"complete", now_at.complete},
                     {"missing", now_at.missing},
                     {"next", now_at.next.empty() ? json::value() : json::value(now_at.next)},
                     {"holding", json::array(now_at.holding.begin(), now_at.holding.end())}};
  add_facts(shown, db);
  shown["phases"] = std::move(phases);
  shown["dropped"] = std::move(dropped);
  shown["evidence"] = kinds_json();
  return shown;
}

Result<json::object> todo_json(store::Database& db, const std::string& id, WallTime now) {
  const auto todo = find_todo(db, id);
  if (!todo) return std::unexpected(todo.error());
  const auto acts = acts_of(db, id);
  Looked looked{.seen = seen_of(db, *todo, now),
                .latest = acts.empty() ? std::nullopt : std::optional(acts.back())};
  looked.standing = standing_of(*todo, looked.seen, looked.latest, now);
  auto shown = to_json(db, *todo, looked);
  json::array history;
  for (const auto& act : acts) history.push_back(act_json(act));
  shown["history"] = std::move(history);
  return shown;
}

}  // namespace nigiwai::show
