// The playbook of this shop: the default with the shop's changes over it, and what people did to it by hand.
#pragma once

#include <map>

#include "base/fields.h"
#include "base/random.h"
#include "show/playbook/playbook.h"
#include "store/writer.h"

namespace nigiwai::show {

// What POST and PATCH carry; what is not there stays, or is the default of a new one. Empty texts take role,
// person and evidence away.
struct TodoChange {
  std::optional<std::string> title{};
  std::optional<std::string> why{};
  std::optional<Phase> phase{};
  std::optional<std::optional<http::Role>> role{};
  std::optional<std::string> person{};
  std::optional<std::optional<WallTime>> due_at{};
  std::optional<std::string> evidence{};
  std::optional<std::int64_t> goal{};
  std::optional<bool> dropped{};
};
enum class TodoBody { kNew, kChange };  // a new to-do must have a title and a phase, and cannot be dropped
Result<TodoChange> read_todo(const json::object& body, TodoBody what);

// All of them, dropped ones too, by phase and place.
std::vector<Todo> todos_of(store::Database& db);
Result<Todo> find_todo(store::Database& db, const std::string& id);  // not-found

// Refuses a person who is not of the staff, and the to-do past kMostTodos (conflict "limit-reached").
Result<Todo> add_todo(store::Transaction& transaction, Random& random, const TodoChange& wanted);
// With `expected`, conflict "changed-meanwhile" when it has another version by now.
Result<Todo> change_todo(store::Transaction& transaction, const std::string& id, const TodoChange& wanted,
                         std::optional<std::int64_t> expected);

// Closes a to-do with a note, or opens one again that a person closed, saying why. conflict "state" when it
// stands so already, or is closed by what happened; conflict "limit-reached" past kMostActs.
Result<void> act_on(store::Transaction& transaction, const std::string& id, Act::What what,
                    const std::string& note, const http::Caller& by);

// Oldest first.
std::vector<Act> acts_of(store::Database& db, const std::string& id);
// The latest of every to-do that has one.
std::map<std::string, Act> latest_acts(store::Database& db);
// Nothing when only a person can close it.
std::optional<Seen> seen_of(store::Database& db, const Todo& todo, WallTime now);

}  // namespace nigiwai::show
