#include "insight/returned/cause.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace nigiwai::insight {

std::string_view to_text(Cause cause) {
  constexpr std::array<std::string_view, 8> names{"staff",    "viewers", "post",   "block",
                                                  "reminder", "mail",    "follow", "alone"};
  return names[static_cast<std::size_t>(cause)];
}

const Touch* last_before(std::span<const Touch> touches, std::int64_t came_at) {
  const Touch* last = nullptr;
  for (const auto& touch : touches) {
    if (touch.cause == Cause::kFollow || touch.at > came_at + kSameMomentMs) continue;
    if (touch.at >= came_at - kBroughtWithinMs && (last == nullptr || touch.at >= last->at)) last = &touch;
  }
  return last;
}

Because because_of(std::span<const Touch> touches, std::int64_t came_at) {
  if (const auto* last = last_before(touches, came_at)) return {last->cause, last->of};
  const Touch* followed = nullptr;
  for (const auto& touch : touches) {
    if (touch.cause != Cause::kFollow || touch.at > came_at + kSameMomentMs) continue;
    if (followed == nullptr || touch.at >= followed->at) followed = &touch;
  }
  return followed == nullptr ? Because{} : Because{followed->cause, followed->of};
}

bool counts_rather(const Return& one, const Return& other) {
  return std::tie(one.ordered, one.came_at) > std::tie(other.ordered, other.came_at);
}

CauseGroups grouped(std::span<const Return> returns, std::int64_t least) {
  std::map<std::pair<Cause, std::string_view>, CauseGroup> all;
  std::set<std::string_view> sharers;
  for (const auto& [because, came_at, ordered] : returns) {
    const bool viewers = because.cause == Cause::kViewerLink;
    if (viewers) sharers.insert(because.of);
    const auto of = viewers ? std::string_view() : because.of;
    auto& group = all[{because.cause, of}];
    group.because = {because.cause, of};
    ++group.people;
    if (ordered) ++group.ordered;
  }
  CauseGroups groups;
  for (auto& [key, group] : all) {
    if (key.first == Cause::kViewerLink) group.sharers = static_cast<std::int64_t>(sharers.size());
    groups.told.push_back(std::move(group));
  }
  std::ranges::sort(groups.told, {}, [](const CauseGroup& group) {
    return std::tuple(-group.people, group.because.cause, group.because.of);
  });
  while (!groups.told.empty() && (groups.told.back().people < least || groups.told.size() > kMostGroups)) {
    groups.others.people += groups.told.back().people;
    groups.others.ordered += groups.told.back().ordered;
    groups.told.pop_back();
  }
  return groups;
}

}  // namespace nigiwai::insight
