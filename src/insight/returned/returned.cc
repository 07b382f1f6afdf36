#include "insight/returned/returned.h"

#include <boost/json/array.hpp>

#include "insight/returned/touches.h"
#include "insight/sips/sips.h"
#include "insight/visits/book.h"
#include "people/staff.h"

namespace nigiwai::insight {
namespace {

using Returns = std::unordered_map<std::int64_t, Return>;  // by viewer

// When each viewer of a show came: asked of in the order of their numbers, as both tables stand.
class Arrivals {
 public:
  Arrivals(store::Database& kept, std::int64_t show)
      : rows_(kept.query(
            "SELECT viewer, began_at FROM visit WHERE show = ? AND entered_ms >= 0 ORDER BY viewer", show)) {
    more_ = rows_.next();
  }
  std::int64_t of(std::int64_t viewer) {
    std::int64_t first = 0;
    for (; more_ && rows_.integer(0) <= viewer; more_ = rows_.next()) {
      if (rows_.integer(0) == viewer && (first == 0 || rows_.integer(1) < first)) first = rows_.integer(1);
    }
    return first;
  }

 private:
  store::Rows rows_;
  bool more_ = false;
};

void add_returns(store::Database& kept, std::int64_t show, const TouchReading& reading, Returns& returns) {
  Arrivals arrivals(kept, show);
  std::vector<Touch> touches;
  auto rows = kept.query(
      "SELECT viewer, live | archive FROM watcher WHERE show = ? AND returned = 1 ORDER BY viewer", show);
  while (rows.next()) {
    const auto did = rows.integer(1);
    if ((did & kViewed) == 0) continue;
    const auto viewer = rows.integer(0), came_at = arrivals.of(viewer);
    touches.clear();
    reading.gather(viewer, touches);
    Return came{.because = because_of(touches, came_at), .came_at = came_at, .ordered = (did & kBought) != 0};
    const auto [known, fresh] = returns.try_emplace(viewer, came);
    if (!fresh && counts_rather(came, known->second)) known->second = std::move(came);
  }
}

std::optional<std::int64_t> number_of(store::Database& kept, const std::string& show) {
  auto rows = kept.query("SELECT id FROM show WHERE name = ?", show);
  return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
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
    const auto number = number_of(kept, show.id);
    if (!number) continue;
    reading.begin(show);
    add_returns(kept, *number, reading, by_viewer);
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
