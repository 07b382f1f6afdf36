#include "show/fans/level_history.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"

namespace nigiwai::show {
namespace {

// Has had no other time since 1951.
constexpr std::chrono::hours kJapan{9};

std::size_t place_of(const PersonFacts& facts, const FanRules& rules, WallTime moment) {
  const auto level = level_of(standing_at(facts, moment), rules);
  return level ? static_cast<std::size_t>(*level) : kNoLevel;
}

constexpr auto kParticipantPlace = static_cast<std::size_t>(FanLevel::kParticipant);

// No threshold is below one.
bool only_took_part(const PersonFacts& facts) {
  return facts.follows.empty() && facts.orders.empty() && facts.brought.empty();
}

}  // namespace

FanStanding standing_at(const PersonFacts& facts, WallTime moment) {
  const auto end = to_ms(moment), year = to_ms(moment - kFanYear);
  const auto stands = [&](const Stretch& stretch) { return stretch.from < end && stretch.until >= end; };
  FanStanding standing{
      .followed = std::ranges::count_if(facts.follows, stands),
      .shows = std::ranges::count_if(facts.shows, [&](const Watched& each) { return each.at < end; }),
      .orders_of_year = std::ranges::count_if(
          facts.orders, [&](const Stretch& order) { return stands(order) && order.from >= year; })};
  standing.took_part = facts.took_part_at < end || standing.followed > 0;
  std::optional<std::int64_t> last;
  for (const auto& each : facts.brought) {
    if (each.arrived_at < year || each.verified_at >= end || last == each.whom) continue;
    last = each.whom;
    ++standing.arrivals_of_year;
  }
  return standing;
}

std::vector<Month> months_until(WallTime now, std::int64_t most) {
  using namespace std::chrono;
  const year_month_day today{floor<days>(now + kJapan)};
  const auto last = today.year() / today.month();
  std::vector<Month> all;
  for (auto ago = most - 1; ago >= 0; --ago) {
    const auto month = last - months(ago);
    const auto next = month + months(1);
    all.push_back(
        {fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month())),
         ago == 0 ? now : WallTime(sys_days(next / 1)) - kJapan});
  }
  return all;
}

std::vector<MonthOfLevels> level_history(std::span<const PersonFacts> people, const FanRules& rules,
                                         std::span<const Month> months) {
  std::vector<MonthOfLevels> history;
  for (const auto& month : months.subspan(std::min<std::size_t>(1, months.size())))
    history.push_back({.month = month.name});
  for (const auto& facts : people) {
    if (months.empty()) break;
    if (only_took_part(facts)) {
      // By far the most: nothing before, a participant from then on.
      const auto ends_after = [&](const Month& month) { return facts.took_part_at < to_ms(month.end); };
      const auto first = static_cast<std::size_t>(std::ranges::find_if(months, ends_after) - months.begin());
      if (first > 0 && first < months.size()) ++history[first - 1].moves[kNoLevel][kParticipantPlace];
      for (auto i = std::max<std::size_t>(first, 1); i < months.size(); ++i)
        ++history[i - 1].people[kParticipantPlace];
      continue;
    }
    auto from = place_of(facts, rules, months.front().end);
    for (std::size_t i = 0; i < history.size(); ++i) {
      const auto to = place_of(facts, rules, months[i + 1].end);
      if (to != kNoLevel) ++history[i].people[to];
      if (to != from) ++history[i].moves[from][to];
      from = to;
    }
  }
  return history;
}

}  // namespace nigiwai::show
