// What the levels of the past are worked out of, read for everybody at once.
//
// An order counts until it was cancelled, came back or was refunded, a follow until it was taken back, as the
// journal tells it. A vote is kept without its time: it counts from when its poll opened. Whoever was erased
// is in none of it, and a link that was taken out brought nobody.
#pragma once

#include "show/fans/level_history.h"

namespace nigiwai::show {

// Of everybody who ever took part, in no order.
std::vector<PersonFacts> level_facts(store::Database& db, const VerifiedArrivals& arrivals);

// [{"month", "over", "levels": {"fan": 12, …}, "moves": [{"from": "fan"|null, "to", "people"}]}], kMostMonths
// at most, the oldest first, from the first month with anybody in it; the last goes on.
json::array levels_json(store::Database& db, const VerifiedArrivals& arrivals, WallTime now);

// A second of counting in a shop of 230,000 people who came 1.9 million times, and several of the staff
// look at the same.
inline constexpr std::chrono::minutes kLevelsKept{1};

// The same as it was at most kLevelsKept ago, and by the rules of now. Used by one thread.
class KeptLevels {
 public:
  const json::array& at(store::Database& db, const VerifiedArrivals& arrivals, WallTime now);

 private:
  std::optional<json::array> months_{};
  FanRules rules_{};
  WallTime made_at_{};
};

}  // namespace nigiwai::show
