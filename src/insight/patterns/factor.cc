#include "insight/patterns/factor.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace nigiwai::insight {
namespace {

constexpr std::array<std::string_view, kFactors.size()> kNames{
    "concept", "hour", "weekday", "length", "cast", "first_pin", "offer", "products", "lead", "talk_pace"};
constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::chrono::hours kJapan{9};  // its clocks, all year

// The levels of an ordered factor begin here, in minutes, pieces, hours, characters a minute; the first at 0.
std::span<const int> edges_of(Factor factor) {
  static constexpr int kLength[] = {0, 20, 40, 60, 90};
  static constexpr int kFirstPin[] = {0, 2, 5, 10};
  static constexpr int kProducts[] = {0, 4, 8, 13};
  static constexpr int kLead[] = {0, 24, 72, 168};
  static constexpr int kTalkPace[] = {0, 150, 250, 350};
  switch (factor) {
    case Factor::kLength:
      return kLength;
    case Factor::kFirstPin:
      return kFirstPin;
    case Factor::kProducts:
      return kProducts;
    case Factor::kLead:
      return kLead;
    case Factor::kTalkPace:
      return kTalkPace;
    default:
      return {};
  }
}

std::optional<double> in_minutes(const std::optional<Milliseconds>& time) {
  if (!time) return std::nullopt;
  return static_cast<double>(time->count()) / 60'000;
}

std::optional<double> measure_of(Factor factor, const PastShow& show) {
  switch (factor) {
    case Factor::kLength:
      return in_minutes(show.length);
    case Factor::kFirstPin:
      return in_minutes(show.first_pin);
    case Factor::kProducts:
      return show.products > 0 ? std::optional(static_cast<double>(show.products)) : std::nullopt;
    case Factor::kLead: {
      const auto minutes = in_minutes(show.lead);
      return minutes ? std::optional(*minutes / 60) : std::nullopt;
    }
    default:
      return show.talk_pace;
  }
}

std::vector<std::string> keys_of(Factor factor, const PastShow& show) {
  const auto there = show.live_at + kJapan;
  const auto day = std::chrono::floor<std::chrono::days>(there);
  switch (factor) {
    case Factor::kTheme:
      return show.theme.empty() ? std::vector<std::string>{} : std::vector{show.theme};
    case Factor::kHour: {
      const auto hour = std::chrono::floor<std::chrono::hours>(there - day).count();
      return {(hour < 10 ? "0" : "") + std::to_string(hour)};
    }
    case Factor::kWeekday:
      return {std::string(kDays[std::chrono::weekday(day).iso_encoding() - 1])};
    case Factor::kOffer:
      return {show.offer};
    default: {
      auto cast = show.cast;
      std::ranges::sort(cast);
      cast.erase(std::ranges::unique(cast).begin(), cast.end());
      return cast;
    }
  }
}

// By name, but days in the order of the week.
std::vector<std::string> in_order(Factor factor, const std::map<std::string, int>& seen) {
  std::vector<std::string> levels;
  if (factor == Factor::kWeekday) {
    for (const auto day : kDays)
      if (seen.contains(std::string(day))) levels.emplace_back(day);
    return levels;
  }
  for (const auto& [key, shows] : seen) levels.push_back(key);
  return levels;
}

void sort_by_range(Sorting& sorting, std::span<const PastShow> shows) {
  const auto edges = edges_of(sorting.factor);
  for (std::size_t at = 0; at < edges.size(); ++at) {
    const auto until = at + 1 < edges.size() ? std::to_string(edges[at + 1]) : "";
    sorting.levels.push_back(std::to_string(edges[at]) + "-" + until);
  }
  for (const auto& show : shows) {
    const auto measure = measure_of(sorting.factor, show);
    sorting.measures.push_back(measure);
    auto& levels = sorting.levels_of.emplace_back();
    if (!measure) continue;
    const auto after = std::ranges::upper_bound(edges, *measure, {}, [](int edge) { return double(edge); });
    levels.push_back(static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, after - edges.begin())) - 1);
  }
}

}  // namespace

std::string_view to_text(Factor factor) { return kNames[static_cast<std::size_t>(factor)]; }

std::size_t Sorting::known() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(levels_of, [](const auto& levels) { return !levels.empty(); }));
}

Sorting sorted_by(Factor factor, std::span<const PastShow> shows) {
  Sorting sorting{.factor = factor, .ordered = !edges_of(factor).empty()};
  if (sorting.ordered) {
    sort_by_range(sorting, shows);
    return sorting;
  }
  std::map<std::string, int> seen;
  for (const auto& show : shows)
    for (const auto& key : keys_of(factor, show)) ++seen[key];
  sorting.levels = in_order(factor, seen);
  for (const auto& show : shows) {
    auto& levels = sorting.levels_of.emplace_back();
    for (const auto& key : keys_of(factor, show)) {
      levels.push_back(
          static_cast<std::size_t>(std::ranges::find(sorting.levels, key) - sorting.levels.begin()));
    }
  }
  return sorting;
}

}  // namespace nigiwai::insight
