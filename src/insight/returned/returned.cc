#include "insight/returned/returned.h"

#include <boost/json/array.hpp>

#include "insight/returned/touches.h"
#include "insight/sips/sips.h"
#include "insight/visits/book.h"
#include "people/staff.h"

namespace nigiwai::insight {
namespace {

using Returns = std::unordered_map<std::int64_t, Return>;  // by viewer

void add_returns(store::Database& kept, const std::string& show, const TouchReading& reading,
                 Returns& returns) {
  auto rows = kept.query(
      "SELECT w.viewer, w.live | w.archive, (SELECT min(v.began_at) FROM visit v WHERE v.show = w.show AND "
      "v.viewer = w.viewer AND v.entered_ms >= 0) FROM show s JOIN watcher w ON w.show = s.id WHERE s.name = "
      "? AND w.returned = 1",
      show);
  while (rows.next()) {
    const auto did = rows.integer(1);
    if ((did & kViewed) == 0) continue;
    const auto viewer = rows.integer(0), came_at = rows.integer(2);
    Return came{.because = because_of(reading.of(viewer), came_at),
                .came_at = came_at,
                .ordered = (did & kBought) != 0};
    const auto [known, fresh] = returns.try_emplace(viewer, came);
    if (!fresh && counts_rather(came, known->second)) known->second = std::move(came);
  }
}

// What a group is called: a member of the staff, the words of a post, a site.
json::value name_of(store::Database& journal, const Because& because) {
  if (because.of.empty()) return nullptr;
  if (because.cause == Cause::kPost) {
    auto rows = journal.query("SELECT text FROM post WHERE id = ?", because.of);
    return rows.next() ? json::value(rows.text(0)) : json::value();
  }
  if (because.cause == Cause::kBlock) return json::value(because.of);
  const auto known = people::profile_of(journal, because.of);
  return json::value(known ? known->name : because.of);
}

}  // namespace

json::object returned_json(store::Database& kept, store::Database& journal,
                           std::span<const ChosenShow> shows) {
  TouchReading reading(kept, journal);
  Returns by_viewer;
  for (const auto& show : shows) {
    reading.begin(show);
    add_returns(kept, show.id, reading, by_viewer);
  }
  std::vector<Return> returns;
  std::int64_t ordered = 0;
  for (auto& [viewer, came] : by_viewer) {
    if (came.ordered) ++ordered;
    returns.push_back(std::move(came));
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
