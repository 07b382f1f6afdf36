#include "timeline/withdrawn.h"

#include <algorithm>
#include <array>

namespace nigiwai::timeline {

std::vector<Withdrawn> withdrawn_of(store::Database& database, const std::string& show) {
  std::vector<Withdrawn> all;
  auto rows =
      database.query("SELECT from_ms, until_ms FROM withdrawn WHERE show = ? ORDER BY from_ms, id", show);
  while (rows.next()) {
    const Withdrawn next{Milliseconds(rows.integer(0)), Milliseconds(rows.integer(1))};
    if (!all.empty() && next.from <= all.back().until) {
      all.back().until = std::max(all.back().until, next.until);
    } else {
      all.push_back(next);
    }
  }
  return all;
}

bool is_withdrawn(std::span<const Withdrawn> withdrawn, Milliseconds at) {
  return std::ranges::any_of(withdrawn, [&](const auto& each) { return each.from <= at && at < each.until; });
}

bool overlaps(std::span<const Withdrawn> withdrawn, const Withdrawn& stretch) {
  return std::ranges::any_of(
      withdrawn, [&](const auto& each) { return each.from < stretch.until && stretch.from < each.until; });
}

std::vector<Withdrawn> left_of(std::span<const Withdrawn> withdrawn, const Withdrawn& stretch) {
  std::vector<Withdrawn> left;
  auto from = stretch.from;
  for (const auto& each : withdrawn) {
    if (each.until <= from) continue;
    if (each.from >= stretch.until) break;
    if (each.from > from) left.push_back({from, each.from});
    from = each.until;
  }
  if (from < stretch.until) left.push_back({from, stretch.until});
  return left;
}

bool stays_public(std::string_view kind) {
  constexpr std::array kStates{"product.pinned", "product.unpinned", "offer.opened",   "offer.closed",
                               "stock.changed",  "picture.started",  "picture.lost",   "show.started",
                               "show.ended",     "chapters.changed", "part.withdrawn", "part.restored"};
  return std::ranges::find(kStates, kind) != kStates.end();
}

}  // namespace nigiwai::timeline
