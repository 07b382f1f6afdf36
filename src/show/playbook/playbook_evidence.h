// The evidence that closes to-dos of the playbook: each a small question to the database, by its name.
//
// A kind without a question would be awaited: what it counts is not kept yet, so a person closes the to-do with
// a note until somebody writes the question into the list in playbook_evidence.cc. None is awaited now.
#pragma once

#include <span>

#include "show/playbook/playbook.h"
#include "store/database.h"

namespace nigiwai::show {

struct EvidenceAsked {
  std::int64_t goal = 1;
  WallTime now{};
};
using Look = Seen (*)(store::Database&, const EvidenceAsked&);

struct Evidence {
  std::string_view name;
  std::int64_t usual_goal = 1;
  Look look = nullptr;  // null: awaited
};

std::span<const Evidence> evidence_list();
// Null for a name that is none.
const Evidence* evidence_called(std::string_view name);

}  // namespace nigiwai::show
