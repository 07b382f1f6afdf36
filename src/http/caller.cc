#include "http/caller.h"

namespace nigiwai::http {

std::string_view to_text(Role role) {
  switch (role) {
    case Role::kNobody:
      return "nobody";
    case Role::kViewer:
      return "viewer";
    case Role::kExternal:
      return "external";
    case Role::kOwner:
      return "owner";
    case Role::kPlanner:
      return "planner";
    case Role::kDirector:
      return "director";
    case Role::kPresenter:
      return "presenter";
    case Role::kAnalyst:
      return "analyst";
  }
  return "nobody";
}

std::optional<Role> staff_role(std::string_view text) {
  for (const auto role : {Role::kOwner, Role::kPlanner, Role::kDirector, Role::kPresenter, Role::kAnalyst}) {
    if (to_text(role) == text) return role;
  }
  return std::nullopt;
}

std::string Access::described() const {
  if (allows(Role::kNobody)) return "anyone";
  if (allows(Role::kViewer)) return allows(Role::kOwner) ? "viewers and staff" : "viewers";
  if (only_keys()) return "API keys";
  std::string names;
  for (const auto role : {Role::kOwner, Role::kPlanner, Role::kDirector, Role::kPresenter, Role::kAnalyst}) {
    if (allows(role)) names += (names.empty() ? "" : ", ") + std::string(to_text(role));
  }
  if (allows(Role::kExternal)) names += ", API keys";
  return names;
}

}  // namespace nigiwai::http
