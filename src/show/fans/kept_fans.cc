#include "show/fans/kept_fans.h"

namespace nigiwai::show {

const std::vector<Fan>& KeptFans::all(store::Database& db, const VerifiedArrivals& arrivals) {
  const auto rules = fan_rules(db);
  const auto began = clock_.steady();
  if (began < until_ && rules == rules_) return fans_;
  fans_ = all_fans(db, arrivals, clock_.wall());
  rules_ = rules;
  const auto now = clock_.steady();
  const bool kept = now - began >= kFansFoundSoon && fans_.size() <= kMostFansKept;
  until_ = kept ? now + kFansKeptTimes * (now - began) : now;
  return fans_;
}

}  // namespace nigiwai::show
