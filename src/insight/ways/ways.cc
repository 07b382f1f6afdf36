#include "insight/ways/ways.h"

#include <boost/json/array.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cmath>

#include "insight/figures/figures.h"
#include "insight/returned/touches.h"
#include "insight/sips/sips.h"
#include "insight/ways/grouping.h"
#include "shop/settings.h"

namespace nigiwai::insight {
namespace {

struct Ways {
  std::map<std::string, WayCounts, std::less<>> groups{};
  WayCounts none{};
  boost::unordered_flat_map<std::uint16_t, WayCounts> by_deeds{};  // people mostly do the same few things
  const WayCounts& of_one(std::uint16_t did) {
    const auto [known, fresh] = by_deeds.try_emplace(did);
    if (fresh) known->second = counts_of(did);
    return known->second;
  }
  void add(std::string_view group, const WayCounts& counts) { (group.empty() ? none : of(group)) += counts; }
  WayCounts& of(std::string_view group) {
    const auto found = groups.find(group);
    return found != groups.end() ? found->second : groups[std::string(group)];
  }
};

using Bought = std::unordered_map<std::int64_t, WayCounts>;  // by viewer; 0: somebody of another shop

// What was ordered in the show itself.
Bought bought_in(store::Database& kept, std::int64_t show) {
  Bought bought;
  auto rows = kept.query(
      "SELECT p.viewer, count(DISTINCT s.purchase), sum(s.amount) FROM sale s JOIN purchase p ON p.id = "
      "s.purchase WHERE s.show = ? AND s.influenced = 0 GROUP BY p.viewer",
      show);
  while (rows.next()) bought[rows.integer(0)] = {.orders = rows.integer(1), .placed = rows.integer(2)};
  return bought;
}

void add_viewers(store::Database& kept, std::int64_t show, TouchReading& reading, Grouping& grouping,
                 Ways& ways) {
  auto bought = bought_in(kept, show);
  std::vector<Touch> touches;
  auto rows = kept.query(
      "SELECT viewer, live | archive, iif(began_at > 0, began_at, came_at) FROM watcher WHERE show = ? "
      "ORDER BY viewer",
      show);
  while (rows.next()) {
    const auto viewer = rows.integer(0);
    auto counts = ways.of_one(static_cast<std::uint16_t>(rows.integer(1)));
    if (const auto theirs = bought.find(viewer); theirs != bought.end()) {
      counts += theirs->second;
      bought.erase(theirs);
    }
    touches.clear();
    reading.gather(viewer, touches);
    const auto* last = touches.empty() ? nullptr : last_before(touches, rows.integer(2));
    if (last == nullptr)
      ways.none += counts;
    else
      ways.add(grouping.of(*last), counts);
  }
  for (const auto& [viewer, counts] : bought) ways.none += counts;
}

// A click is counted without its time: of a campaign's time none are known.
void add_clicks(const std::string& show, TouchReading& reading, Grouping& grouping, Ways& ways) {
  for (const auto& [link, clicks] : reading.opened(show)) {
    const auto group = grouping.of(link);
    if (!group.empty()) ways.of(group) += WayCounts{.clicks = clicks};
  }
}

json::object told(const WayCounts& counts) {
  const auto cvr = cvr_of(counts);
  return {{"viewers", counts.viewers},
          {"engaged", counts.engaged},
          {"savers", counts.savers},
          {"buyers", counts.buyers},
          {"buying_viewers", counts.buying_viewers},
          {"orders", counts.orders},
          {"gmv", counts.placed},
          {"cvr", cvr ? json::value(std::round(*cvr * 1e6) / 1e6) : json::value()},
          {"clicks", counts.clicks ? json::value(*counts.clicks) : json::value()}};
}

}  // namespace

json::object ways_json(store::Database& kept, store::Database& journal, std::span<const ChosenShow> shows,
                       By by) {
  TouchReading reading(kept, journal, shows.size(), Reached::kByLinks);
  Grouping grouping(journal, by);
  Ways ways;
  for (const auto& show : shows) {
    const auto number = number_of(kept, show.id);
    if (!number) continue;
    reading.begin(show);
    add_viewers(kept, *number, reading, grouping, ways);
    if (by != By::kCampaign) add_clicks(show.id, reading, grouping, ways);
  }
  auto total = ways.none;
  for (const auto& [of, counts] : ways.groups) total += counts;
  const auto apart = told_apart(ways.groups, kLeastGroup);
  json::array groups;
  for (const auto& [of, counts] : apart.told) {
    auto group = grouping.called(of);
    for (auto& each : told(counts)) group.insert(std::move(each));
    groups.push_back(std::move(group));
  }
  return {{"by", to_text(by)},
          {"within_days", std::chrono::floor<std::chrono::days>(social::kShareCredit).count()},
          {"currency", shop::settings(journal).currency},
          {"total", told(total)},
          {"groups", std::move(groups)},
          {"others", told(apart.others)},
          {"none", told(ways.none)}};
}

}  // namespace nigiwai::insight
