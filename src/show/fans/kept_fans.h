// Everybody who took part, as they were found a little while ago.
//
// They are found over the whole shop, and a search asks with every pause in typing. So where finding them
// took its time, what was found is kept for ten times as long: not at all in a small shop, for some ten
// seconds in one of 200,000 people.
#pragma once

#include "show/fans/fans.h"

namespace nigiwai::show {

inline constexpr std::chrono::milliseconds kFansFoundSoon{250};  // nothing is kept of what took less
inline constexpr int kFansKeptTimes = 10;
// More are found anew each time: they are some hundred bytes each.
inline constexpr std::size_t kMostFansKept = 1'000'000;

// Used by one thread.
class KeptFans {
 public:
  explicit KeptFans(const Clock& clock) : clock_(clock) {}  // outlives this
  // By the rules of now. References stand until the next call. Who was erased since may be among them.
  const std::vector<Fan>& all(store::Database& db, const VerifiedArrivals& arrivals);

 private:
  const Clock& clock_;
  std::vector<Fan> fans_{};
  FanRules rules_{};
  SteadyTime until_{};
};

}  // namespace nigiwai::show
