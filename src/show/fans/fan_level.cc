#include "show/fans/fan_level.h"

#include <algorithm>
#include <array>

namespace nigiwai::show {
namespace {

constexpr std::array<std::string_view, 4> kLevels{"participant", "fan", "loyal", "evangelist"};

}  // namespace

std::string_view to_text(FanLevel level) { return kLevels.at(static_cast<std::size_t>(level)); }

std::optional<FanLevel> fan_level(std::string_view text) {
  const auto* found = std::ranges::find(kLevels, text);
  if (found == kLevels.end()) return std::nullopt;
  return static_cast<FanLevel>(found - kLevels.begin());
}

Result<FanRules> read_fan_rules(const json::object& body) {
  Fields in(body);
  const FanRules rules{.fan_shows = in.whole("fan_shows", kFanThreshold),
                       .loyal_orders = in.whole("loyal_orders", kFanThreshold),
                       .evangelist_arrivals = in.whole("evangelist_arrivals", kFanThreshold),
                       .returning_visits = in.whole("returning_visits", kFanThreshold)};
  if (auto problem = in.problem()) return std::unexpected(*std::move(problem));
  return rules;
}

json::object to_json(const FanRules& rules) {
  return {{"fan_shows", rules.fan_shows},
          {"loyal_orders", rules.loyal_orders},
          {"evangelist_arrivals", rules.evangelist_arrivals},
          {"returning_visits", rules.returning_visits}};
}

std::optional<FanLevel> level_of(const FanStanding& standing, const FanRules& rules) {
  if (standing.arrivals_of_year >= rules.evangelist_arrivals) return FanLevel::kEvangelist;
  if (standing.orders_of_year >= rules.loyal_orders) return FanLevel::kLoyal;
  if (standing.followed > 0 && standing.shows >= rules.fan_shows) return FanLevel::kFan;
  if (standing.took_part) return FanLevel::kParticipant;
  return std::nullopt;
}

bool is_regular(const FanStanding& standing, const FanRules& rules) {
  const auto level = level_of(standing, rules);
  return (level && *level >= FanLevel::kFan) || standing.shows >= rules.returning_visits;
}

}  // namespace nigiwai::show
