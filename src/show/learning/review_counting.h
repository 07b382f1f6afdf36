// What a review is told of its show: figure by figure, against the targets of its plan, this team's usual and
// the show before it; and cue by cue. The figures room counts it, so that no page says something else.
//
// Every show is counted for as long after its end as the one that is looked back on, kResultsGrow at most, so
// that an archive of a month is not held against one of a day.
#pragma once

#include <functional>
#include <optional>
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
  std::optional<std::int64_t> value{};  // nothing for what could not be counted, as the next two
  std::optional<std::int64_t> usual{};  // nothing without a show before
  std::optional<std::int64_t> last{};
};

struct ShowResults {
  std::vector<FigureResult> figures{};  // those with a target first, in the plan's order
  Milliseconds age{0};                  // after its end, up to which every show was counted
  std::int64_t usual_of = 0;            // shows
  std::string last{};                   // the show before; empty when this is the first
};

struct CueResult {
  std::string cue{};  // empty for what was in no cue
  std::string title{};
  std::optional<std::chrono::seconds> planned{};  // nothing for a cue that left the sheet
  std::optional<Milliseconds> started{};          // its first start; nothing when it was left out
  Milliseconds lasted{0};                         // all its starts together
  std::int64_t orders = 0;
  std::int64_t saves = 0;
  std::int64_t questions = 0;
};

struct CueResults {
  std::vector<CueResult> cues{};  // in the order of the sheet, then those that left it, by their start
  CueResult outside{};            // before the first cue, or all of a show without any
};

// Of shows that are over; the database is the shop's, in a read transaction.
struct ReviewCounting {
  std::function<Result<ShowResults>(store::Database&, const std::string& show, WallTime now)> results;
  std::function<Result<CueResults>(store::Database&, const std::string& show, WallTime now)> cues;
};

}  // namespace nigiwai::show
