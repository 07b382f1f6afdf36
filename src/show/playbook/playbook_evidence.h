// The evidence that closes to-dos of the playbook: each a small question to the database, by its name.
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
  Look look;
};

std::span<const Evidence> evidence_list();
// Null for a name that is none.
const Evidence* evidence_called(std::string_view name);

}  // namespace nigiwai::show
