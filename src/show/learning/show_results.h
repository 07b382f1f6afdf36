// What a show brought, figure by figure: against the targets of its plan, this team's usual, and the show
// before it.
//
// Every show is counted for as long after its end as the one that is looked back on, kResultsGrow at most, so
// that an archive of a month is not held against one of a day.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "show/plan.h"
#include "store/database.h"

namespace nigiwai::show {

inline constexpr std::chrono::hours kResultsGrow{7 * 24};
// So many shows before this one are what is usual: enough for a median, few enough to be of now.
inline constexpr std::int64_t kUsualShows = 5;

struct FigureResult {
  std::string figure{};
  TargetUnit unit = TargetUnit::kNumber;
  std::optional<std::int64_t> target{};
  std::optional<std::int64_t> value{};  // nothing for a figure that nothing counts yet, as the next two
  std::optional<std::int64_t> usual{};  // nothing without a show before
  std::optional<std::int64_t> last{};
};

struct ShowResults {
  std::vector<FigureResult> figures{};  // those with a target first, in the plan's order
  Milliseconds age{0};                  // after its end, up to which every show was counted
  std::int64_t usual_of = 0;            // shows
  std::string last{};                   // the show before; empty when this is the first
};

// Of a show that is over.
ShowResults results_of_show(store::Database& db, const std::string& show, WallTime now);

// The middle of the values, rounded down between two; nothing of none.
std::optional<std::int64_t> median(std::vector<std::int64_t> values);

}  // namespace nigiwai::show
