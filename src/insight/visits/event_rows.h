// Rows of the journal as facts.
#pragma once

#include "insight/visits/fact.h"
#include "store/database.h"

namespace nigiwai::insight {

inline constexpr const char* kEventColumns =
    "SELECT position, show, kind, by_id, by_role, at, accepted_at, data FROM event";

// Of a row with kEventColumns; nothing for one that no figure counts. Its texts stand until the next row.
inline std::optional<Fact> fact_in(const store::Rows& rows) {
  const auto kind = rows.view(2);
  const auto what = what_of(kind);
  if (!what) return std::nullopt;
  Fact fact{.position = rows.integer(0),
            .show = rows.view(1),
            .viewer = rows.view(4) == "viewer" ? rows.view(3) : std::string_view(),
            .at = rows.integer(5),
            .time = rows.integer(6),
            .what = *what};
  if (!read_data(fact, kind, rows.view(7))) return std::nullopt;
  return fact;
}

}  // namespace nigiwai::insight
