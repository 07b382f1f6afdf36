#include "insight/returned/returned.h"

#include <boost/json/array.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "insight/figures/figures.h"
#include "insight/returned/naming.h"
#include "insight/returned/touches.h"
#include "insight/sips/sips.h"
#include "insight/visits/book.h"

namespace nigiwai::insight {
namespace {

using Returns = boost::unordered_flat_map<std::int64_t, Return>;  // by viewer

// `here` is only kept for its memory.
void add_returns(store::Database& kept, std::int64_t show, TouchReading& reading, Returns& returns,
                 std::vector<std::pair<std::int64_t, Return>>& here) {
  here.clear();
  std::vector<Touch> touches;
  auto rows = kept.query(
      "SELECT viewer, live | archive, iif(began_at > 0, began_at, came_at) FROM watcher WHERE show = ? AND "
      "returned = 1 ORDER BY viewer",
      show);
  while (rows.next()) {
    const auto did = rows.integer(1);
    if ((did & kViewed) == 0) continue;
    const auto viewer = rows.integer(0), came_at = rows.integer(2);
    touches.clear();
    reading.gather(viewer, touches);
    here.push_back(
        {viewer,
         {.because = because_of(touches, came_at), .came_at = came_at, .ordered = (did & kBought) != 0}});
  }
  // First read and then looked up, so that one need not wait for the memory of another.
  for (const auto& [viewer, came] : here) {
    const auto [known, fresh] = returns.try_emplace(viewer, came);
    if (!fresh && counts_rather(came, known->second)) known->second = came;
  }
}

}  // namespace

json::object returned_json(store::Database& kept, store::Database& journal,
                           std::span<const ChosenShow> shows) {
  TouchReading reading(kept, journal, shows.size());
  Returns by_viewer;
  std::vector<std::pair<std::int64_t, Return>> here;
  for (const auto& show : shows) {
    const auto number = number_of(kept, show.id);
    if (!number) continue;
    reading.begin(show);
    add_returns(kept, *number, reading, by_viewer, here);
  }
  std::vector<Return> returns;
  std::int64_t ordered = 0;
  for (auto& [viewer, came] : by_viewer) {
    if (came.ordered) ++ordered;
    returns.push_back(came);
  }
  const auto groups = grouped(returns, kLeastGroup);
  json::array told;
  for (const auto& group : groups.told) {
    const auto& [cause, of] = group.because;
    told.push_back({{"cause", to_text(cause)},
                    {"of", of.empty() ? json::value() : json::value(of)},
                    {"name", name_of(journal, group.because)},
                    {"people", group.people},
                    {"ordered", group.ordered},
                    {"sharers", cause == Cause::kViewerLink ? json::value(group.sharers) : json::value()}});
  }
  return {{"returned", returns.size()},
          {"ordered", ordered},
          {"within_days", std::chrono::floor<std::chrono::days>(social::kShareCredit).count()},
          {"groups", std::move(told)},
          {"others", {{"people", groups.others.people}, {"ordered", groups.others.ordered}}}};
}

}  // namespace nigiwai::insight
