// The plan of a show: its concept, what it is for, what it is measured by, and who does what.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/fields.h"
#include "store/writer.h"

namespace nigiwai::show {

inline constexpr WholeRange kShowLength{60,
                                        12 * 60 * 60};  // planned, s: no team directs for longer in one go
inline constexpr std::int64_t kMostTarget = 1'000'000'000'000;
inline constexpr std::size_t kMostInTeam = 40;  // twice the cast; each of them is named on one page

// What a target's number counts.
enum class TargetUnit { kNumber, kSeconds, kMoney, kPermille };
struct TargetFigure {
  std::string_view name;  // as docs/api.md names figures
  TargetUnit unit;
};
std::span<const TargetFigure> target_figures();

struct Target {
  std::string figure;
  std::int64_t target = 0;  // in the figure's unit; money in minor units
  bool operator==(const Target&) const = default;
};
struct TeamMember {
  std::string handle;
  std::string role;  // planner, director, presenter, analyst: in this show
  bool operator==(const TeamMember&) const = default;
};

struct Plan {
  std::int64_t version = 0;  // 0: nothing was planned yet
  std::string theme{};       // the concept: seasonal, limited_price, first_look, how_to, behind_the_scenes or
                             // free; empty: not chosen
  std::string purpose{};
  std::optional<std::chrono::seconds> length{};
  std::vector<Target> targets{};
  std::vector<TeamMember> team{};
};

// A plan as a whole; what is left out is empty. Refuses a figure that stands there twice, and somebody twice
// in one role.
Result<Plan> read_plan(const json::object& body);
json::object to_json(const Plan& plan);

// not-found when there is no such show; an empty plan when nothing was planned.
Result<Plan> plan_of(store::Database& db, const std::string& show);
// Refuses handles of nobody, and when the plan is not at version `expected`: conflict "changed-meanwhile"
// {present}.
Result<Plan> write_plan(store::Transaction& transaction, const std::string& show, const Plan& plan,
                        std::optional<std::int64_t> expected);

}  // namespace nigiwai::show
