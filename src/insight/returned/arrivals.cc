#include "insight/returned/arrivals.h"

namespace nigiwai::insight {

Arrivals::Arrivals(store::Database& kept, std::int64_t show)
    : rows_(kept.query("SELECT viewer, began_at, entered_ms >= 0 FROM visit WHERE show = ? ORDER BY viewer",
                       show)) {
  more_ = rows_.next();
}

std::int64_t Arrivals::of(std::int64_t viewer) {
  std::int64_t played = 0, came = 0;
  for (; more_ && rows_.integer(0) <= viewer; more_ = rows_.next()) {
    if (rows_.integer(0) != viewer) continue;
    const auto at = rows_.integer(1);
    auto& first = rows_.integer(2) != 0 ? played : came;
    if (first == 0 || at < first) first = at;
  }
  return played != 0 ? played : came;
}

}  // namespace nigiwai::insight
