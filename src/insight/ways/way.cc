#include "insight/ways/way.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "insight/visits/people_sums.h"

namespace nigiwai::insight {
namespace {

constexpr std::array<std::string_view, 5> kNames{"way", "post", "channel", "campaign", "staff"};

}  // namespace

std::string_view to_text(By by) { return kNames[static_cast<std::size_t>(by)]; }

std::optional<By> by_of(std::string_view text) {
  const auto* found = std::ranges::find(kNames, text);
  return found == kNames.end() ? std::nullopt : std::optional(static_cast<By>(found - kNames.begin()));
}

const CampaignRun* campaign_of(std::span<const CampaignRun> campaigns, std::string_view show,
                               std::int64_t arrived_at) {
  const auto found = std::ranges::find_if(campaigns, [&](const CampaignRun& each) {
    return (each.show.empty() || each.show == show) && each.from <= arrived_at && arrived_at < each.until;
  });
  return found == campaigns.end() ? nullptr : &*found;
}

WayCounts& WayCounts::operator+=(const WayCounts& more) {
  viewers += more.viewers, engaged += more.engaged, savers += more.savers, buyers += more.buyers;
  buying_viewers += more.buying_viewers, orders += more.orders, placed += more.placed;
  if (more.clicks) clicks = clicks.value_or(0) + *more.clicks;
  return *this;
}

WayCounts counts_of(std::uint16_t did) {
  const auto people = people_of({did, 0}, false)[static_cast<std::size_t>(Half::kTogether)];
  const auto is = [&](Sum sum) { return people[static_cast<std::size_t>(sum)] ? 1 : 0; };
  return {.viewers = is(Sum::kViewers),
          .engaged = is(Sum::kEngaged),
          .savers = is(Sum::kSavers),
          .buyers = is(Sum::kBuyers),
          .buying_viewers = is(Sum::kBuyingViewers)};
}

std::optional<double> cvr_of(const WayCounts& counts) {
  if (counts.viewers == 0) return std::nullopt;
  return static_cast<double>(counts.buying_viewers) / static_cast<double>(counts.viewers);
}

WayGroups told_apart(const std::map<std::string, WayCounts, std::less<>>& groups, std::int64_t least) {
  WayGroups apart;
  for (const auto& [of, counts] : groups) apart.told.push_back({of, counts});
  std::ranges::sort(apart.told, {}, [](const WayGroup& group) {
    return std::tuple(-group.counts.viewers, -group.counts.placed, std::string_view(group.of));
  });
  while (!apart.told.empty() &&
         (apart.told.back().counts.viewers < least || apart.told.size() > kMostGroups)) {
    apart.others += apart.told.back().counts;
    apart.told.pop_back();
  }
  return apart;
}

}  // namespace nigiwai::insight
