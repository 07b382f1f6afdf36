#include "show/playbook/playbook.h"

#include <algorithm>
#include <tuple>

#include "base/time.h"

namespace nigiwai::show {

std::string_view to_text(Phase phase) {
  switch (phase) {
    case Phase::kIntroduction:
      return "introduction";
    case Phase::kOperation:
      return "operation";
    case Phase::kRetention:
      return "retention";
    case Phase::kFullScale:
      return "full-scale";
  }
  return "";
}

std::optional<Phase> phase_of(std::string_view text) {
  for (const auto phase : kPhases) {
    if (to_text(phase) == text) return phase;
  }
  return std::nullopt;
}

std::string_view to_text(Standing standing) {
  switch (standing) {
    case Standing::kOpen:
      return "open";
    case Standing::kUnderWay:
      return "under-way";
    case Standing::kOverdue:
      return "overdue";
    case Standing::kClosedByEvents:
    case Standing::kClosedByPerson:
      return "closed";
  }
  return "";
}

Standing standing_of(const Todo& todo, const std::optional<Seen>& seen, const std::optional<Act>& latest,
                     WallTime now) {
  if (latest && latest->what == Act::What::kClosed) return Standing::kClosedByPerson;
  if (seen && seen->have >= todo.goal) return Standing::kClosedByEvents;
  if (todo.due_at && *todo.due_at < now) return Standing::kOverdue;
  return seen && seen->have > 0 ? Standing::kUnderWay : Standing::kOpen;
}

namespace {

// Smaller is more urgent.
auto urgency(const StandingTodo& each) {
  constexpr auto kNever = WallTime::max();
  return std::tuple(each.standing != Standing::kOverdue, each.todo->due_at.value_or(kNever),
                    each.standing != Standing::kUnderWay, each.todo->phase, each.todo->place);
}

}  // namespace

Outlook outlook(std::span<const StandingTodo> todos) {
  Outlook found;
  std::vector<StandingTodo> open;
  for (const auto& each : todos) {
    if (!is_closed(each.standing)) open.push_back(each);
  }
  if (open.empty()) {
    found.phase = Phase::kFullScale;
    found.complete = true;
    return found;
  }
  found.phase =
      std::ranges::min(open, {}, [](const StandingTodo& each) { return each.todo->phase; }).todo->phase;
  std::erase_if(open, [&](const StandingTodo& each) { return each.todo->phase > found.phase; });
  std::ranges::sort(open, {}, urgency);
  found.missing = open.size();
  found.next = open.front().todo->id;
  for (const auto& each : open) {
    if (each.standing == Standing::kOverdue) found.holding.push_back(each.todo->id);
  }
  return found;
}

}  // namespace nigiwai::show
