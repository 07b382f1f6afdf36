// The playbook as the API answers it.
#pragma once

#include "show/playbook/playbook.h"
#include "store/database.h"

namespace nigiwai::show {

// {"phase", "complete", "missing", "next", "holding", "team", "shows", "began_at", "proof", "phases":
// [{"phase", "done", "of", "todos"}], "dropped", "evidence"}.
json::object playbook_json(store::Database& db, WallTime now);
// One to-do with its evidence and everything that people did to it; not-found.
Result<json::object> todo_json(store::Database& db, const std::string& id, WallTime now);

}  // namespace nigiwai::show
