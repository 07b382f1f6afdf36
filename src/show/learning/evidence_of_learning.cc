#include "show/learning/evidence_of_learning.h"

#include <algorithm>

#include "base/time.h"
#include "people/staff.h"
#include "show/learning/reviews.h"
#include "show/learning/training.h"

namespace nigiwai::show {

Seen review_held(store::Database& db, const EvidenceAsked& asked) {
  Seen seen{.page = "learn"};
  auto rows = db.query(
      "SELECT s.id, s.title, r.closed_at FROM review r JOIN show s ON s.id = r.show WHERE s.ended_at IS NOT "
      "NULL AND r.closed_at - s.ended_at <= ? ORDER BY r.closed_at",
      Milliseconds(kReviewWithin).count());
  while (rows.next()) {
    if (++seen.have > asked.goal) continue;
    seen.page = "review";
    seen.id = rows.text(0);
    seen.facts["title"] = rows.text(1);
    if (seen.have == asked.goal) seen.at = from_ms(rows.integer(2));
  }
  return seen;
}

Seen pattern_confirmed(store::Database& db, const EvidenceAsked& asked) {
  Seen seen{.page = "learn"};
  auto rows =
      db.query("SELECT text, confirmed_at FROM pattern WHERE confirmed_at IS NOT NULL ORDER BY confirmed_at");
  while (rows.next()) {
    if (++seen.have > asked.goal) continue;
    seen.facts["title"] = rows.text(0);
    if (seen.have == asked.goal) seen.at = from_ms(rows.integer(1));
  }
  return seen;
}

Seen presenter_trained(store::Database& db, const EvidenceAsked& asked) {
  Seen seen{.page = "learn"};
  std::vector<std::pair<WallTime, std::string>> trained;
  for (const auto& profile : people::profiles_after(db, "", people::kMostStaff)) {
    if (profile.role != http::Role::kPresenter) continue;
    if (const auto since = trained_since(db, profile.handle)) trained.emplace_back(*since, profile.name);
  }
  std::ranges::sort(trained);
  seen.have = static_cast<std::int64_t>(trained.size());
  if (seen.have == 0) return seen;
  const auto told = static_cast<std::size_t>(std::min(seen.have, asked.goal)) - 1;
  seen.facts["title"] = trained[told].second;
  if (seen.have >= asked.goal) seen.at = trained[told].first;
  return seen;
}

}  // namespace nigiwai::show
