// What happened within each cue of a show: how much of it was watched, and what was ordered, saved and asked
// meanwhile. Pure.
//
// A moment belongs to the cue that ran then; one at which a cue begins is of that cue. What was watched is
// known for ten seconds at a time: where a cue begins within them they are shared out by time, so that the
// cues of a show, and what was outside of any, come to all that was watched of it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "insight/visits/sums.h"
#include "show/cue.h"
#include "show/cue_start.h"

namespace nigiwai::insight {

struct WatchedSlice {
  Half half = Half::kLive;
  std::int64_t slice = 0;  // kSliceMs long each (visits/book.h)
  std::int64_t watched_ms = 0;
};

enum class Done : std::uint8_t { kOrder, kSave, kQuestion };
struct CueMoment {
  Done what = Done::kOrder;
  Half half = Half::kLive;
  std::int64_t at = 0;   // ms of the show
  bool several = false;  // an order of two or more products of the show
};

// Of one show, in any order.
struct Happened {
  Milliseconds length{0};  // until now, while it is on air
  std::vector<WatchedSlice> slices{};
  std::vector<CueMoment> moments{};
};

struct CueSums {
  std::int64_t watched_ms = 0;
  std::int64_t orders = 0;
  std::int64_t saves = 0;
  std::int64_t questions = 0;
  std::int64_t several = 0;  // of the orders, those of two or more products
  bool operator==(const CueSums&) const = default;
};
using CueHalves = std::array<CueSums, kHalves>;
void add(CueHalves& all, const CueHalves& more);

struct CueTime {
  Milliseconds start{0};
  Milliseconds length{0};
  bool operator==(const CueTime&) const = default;
};

struct CountedCue {
  std::string cue{};
  show::CueText text{};
  std::optional<CueTime> planned{};  // nothing for a cue that left the sheet
  std::optional<CueTime> actual{};   // from its first start, all its starts together; nothing when left out
  CueHalves sums{};
};

struct CountedCues {
  std::vector<CountedCue> cues{};  // in the order of the sheet, then those that left it, by their start
  CueHalves outside{};             // before the first cue, or all of a show without any
};

CountedCues count_cues(std::span<const show::Cue> sheet, std::span<const show::CueStart> starts,
                       const Happened& happened);

// For each 1,000 seconds that were watched; nothing where nothing was.
std::optional<double> per_thousand_seconds(std::int64_t count, std::int64_t watched_ms);

}  // namespace nigiwai::insight
