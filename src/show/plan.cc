#include "show/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "people/staff.h"
#include "show/figures.h"
#include "show/shows.h"

namespace nigiwai::show {
namespace {

using enum TargetUnit;
constexpr TargetFigure kFigures[] = {{figure::kViewers, kNumber},
                                     {figure::kViews, kNumber},
                                     {figure::kWatchTime, kSeconds},
                                     {figure::kAverageView, kSeconds},
                                     {figure::kPeakViewers, kNumber},
                                     {figure::kEngagement, kPermille},
                                     {figure::kProductCtr, kPermille},
                                     {figure::kCvr, kPermille},
                                     {figure::kGmv, kMoney},
                                     {figure::kNetSales, kMoney},
                                     {figure::kOrders, kNumber},
                                     {figure::kBuyers, kNumber},
                                     {figure::kAov, kMoney},
                                     {figure::kChatters, kNumber},
                                     {figure::kQuestions, kNumber},
                                     {figure::kSaves, kNumber},
                                     {figure::kFollowers, kNumber},
                                     {figure::kReturning, kNumber},
                                     {figure::kArchiveViewers, kNumber}};
constexpr std::array<std::string_view, 6> kConcepts{"seasonal", "limited_price",     "first_look",
                                                    "how_to",   "behind_the_scenes", "free"};
constexpr std::array<std::string_view, 4> kRoles{"planner", "director", "presenter", "analyst"};
constexpr std::int64_t kWhole = 1000;  // permille

const TargetFigure* figure_called(std::string_view name) {
  const auto* found = std::ranges::find(kFigures, name, &TargetFigure::name);
  return found == std::end(kFigures) ? nullptr : found;
}

std::string_view to_text(TargetUnit unit) {
  switch (unit) {
    case kNumber:
      return "number";
    case kSeconds:
      return "seconds";
    case kMoney:
      return "money";
    case kPermille:
      return "permille";
  }
  return "number";
}

// The objects of a list, each read by `read`, which names what is wrong below its own place.
template <class T, class Read>
std::vector<T> read_list(Fields& in, std::string_view name, std::size_t most, Read read) {
  std::vector<T> list;
  const auto* items = in.optional_array(name, most);
  if (items == nullptr) return list;
  for (const auto& item : *items) {
    const auto place = fmt::format("{}/{}", name, list.size());
    if (!item.is_object()) {
      in.wrong(place, "This must be an object.");
      return list;
    }
    Fields one(item.get_object(), "/" + place);
    list.push_back(read(one, list));
    if (const auto problem = one.problem()) in.wrong(*problem);
  }
  return list;
}

Target read_target(Fields& one, const std::vector<Target>& before) {
  Target target{.figure = one.text("figure", {.least = 1, .most = 40})};
  const auto* figure = figure_called(target.figure);
  if (figure == nullptr) one.wrong("figure", "There is no figure by this name.");
  const bool share = figure != nullptr && figure->unit == kPermille;
  target.target = one.whole("target", {1, share ? kWhole : kMostTarget});
  if (std::ranges::find(before, target.figure, &Target::figure) != before.end()) {
    one.wrong("figure", "This figure has a target already.");
  }
  return target;
}

TeamMember read_member(Fields& one, const std::vector<TeamMember>& before) {
  TeamMember member{.handle = one.slug("staff"), .role = one.text("role", {.least = 1, .most = 40})};
  if (std::ranges::find(kRoles, member.role) == kRoles.end()) {
    one.wrong("role", "This must be planner, director, presenter or analyst.");
  }
  if (std::ranges::find(before, member) != before.end())
    one.wrong("staff", "This person has this role already.");
  return member;
}

Result<void> refuse_strangers(store::Database& db, const Plan& plan) {
  for (std::size_t i = 0; i < plan.team.size(); ++i) {
    if (people::profile_of(db, plan.team[i].handle)) continue;
    return invalid(fmt::format("/team/{}/staff", i),
                   fmt::format("There is nobody by the handle {}.", plan.team[i].handle));
  }
  return {};
}

}  // namespace

std::span<const TargetFigure> target_figures() { return kFigures; }

Result<Plan> read_plan(const json::object& body) {
  Fields in(body);
  Plan plan{.theme = in.optional_text("concept", {.most = 40}).value_or(""),
            .purpose = in.optional_text("purpose", {.most = 1000, .lines = Lines::kMany}).value_or("")};
  if (!plan.theme.empty() && std::ranges::find(kConcepts, plan.theme) == kConcepts.end()) {
    in.wrong("concept",
             "This must be seasonal, limited_price, first_look, how_to, behind_the_scenes or free.");
  }
  if (const auto length = in.optional_whole("length_s", kShowLength))
    plan.length = std::chrono::seconds(*length);
  plan.targets = read_list<Target>(in, "targets", std::size(kFigures), read_target);
  plan.team = read_list<TeamMember>(in, "team", kMostInTeam, read_member);
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  return plan;
}

json::object to_json(const Plan& plan) {
  json::array targets, team;
  for (const auto& [figure, target] : plan.targets) {
    const auto* known = figure_called(figure);
    targets.push_back({{"figure", figure},
                       {"target", target},
                       {"unit", to_text(known == nullptr ? kNumber : known->unit)}});
  }
  for (const auto& [handle, role] : plan.team) team.push_back({{"staff", handle}, {"role", role}});
  return {{"version", plan.version},
          {"concept", plan.theme},
          {"purpose", plan.purpose},
          {"length_s", plan.length ? json::value(plan.length->count()) : json::value()},
          {"targets", std::move(targets)},
          {"team", std::move(team)}};
}

Result<Plan> plan_of(store::Database& db, const std::string& show) {
  if (const auto found = find(db, show); !found) return std::unexpected(found.error());
  Plan plan;
  {
    auto rows = db.query("SELECT version, concept, purpose, length FROM show_plan WHERE show = ?", show);
    if (!rows.next()) return plan;
    plan.version = rows.integer(0);
    plan.theme = rows.text(1);
    plan.purpose = rows.text(2);
    if (const auto length = rows.optional_integer(3)) plan.length = std::chrono::seconds(*length);
  }
  auto targets = db.query("SELECT figure, target FROM show_target WHERE show = ? ORDER BY place", show);
  while (targets.next()) plan.targets.push_back({targets.text(0), targets.integer(1)});
  auto team = db.query("SELECT handle, role FROM show_team WHERE show = ? ORDER BY place", show);
  while (team.next()) plan.team.push_back({team.text(0), team.text(1)});
  return plan;
}

Result<Plan> write_plan(store::Transaction& transaction, const std::string& show, const Plan& plan,
                        std::optional<std::int64_t> expected) {
  auto& db = transaction.db();
  const auto present = plan_of(db, show);
  if (!present) return present;
  if (expected && present->version != *expected) {
    Problem problem{Kind::kConflict, "changed-meanwhile",
                    "Somebody else changed this plan meanwhile. Nothing was written."};
    problem.extra = {{"present", to_json(*present)}};
    return std::unexpected(std::move(problem));
  }
  if (auto known = refuse_strangers(db, plan); !known) return std::unexpected(known.error());
  const auto length =
      plan.length ? std::optional(static_cast<std::int64_t>(plan.length->count())) : std::nullopt;
  db.run(
      "INSERT INTO show_plan (show, version, concept, purpose, length) VALUES (?, 1, ?, ?, ?) ON CONFLICT "
      "(show) DO "
      "UPDATE SET version = version + 1, concept = excluded.concept, purpose = excluded.purpose, length = "
      "excluded.length",
      show, plan.theme, plan.purpose, length);
  db.run("DELETE FROM show_target WHERE show = ?", show);
  for (std::size_t i = 0; i < plan.targets.size(); ++i) {
    db.run("INSERT INTO show_target (show, place, figure, target) VALUES (?, ?, ?, ?)", show, i,
           plan.targets[i].figure, plan.targets[i].target);
  }
  db.run("DELETE FROM show_team WHERE show = ?", show);
  for (std::size_t i = 0; i < plan.team.size(); ++i) {
    db.run("INSERT INTO show_team (show, place, handle, role) VALUES (?, ?, ?, ?)", show, i,
           plan.team[i].handle, plan.team[i].role);
  }
  return plan_of(db, show);
}

}  // namespace nigiwai::show
