// The rules by which facts become figures, one fact after the other in the journal's order.
//
// Rebuilding is the same code from position 0: nothing here asks for the time, or for what may change.
#pragma once

#include "insight/visits/book.h"
#include "insight/visits/fact.h"

namespace nigiwai::insight {

// A play of at least 3 s is a view.
inline constexpr std::int64_t kViewLeastMs = 3'000;
// Nothing heard for so long: what comes later is another visit, and another view.
inline constexpr std::int64_t kIdleMs = 30 * 60'000;
// What those who watched live still send after the end is of the live show.
inline constexpr std::int64_t kStragglersMs = 30'000;
// A player's clock may be so far ahead of the show's while it is on air (as reports may be: shop/commands.h).
inline constexpr std::int64_t kClockSlackMs = 10'000;
// Watched so long: sympathized.
inline constexpr std::int64_t kSympathyMs = 60'000;
// An order so long after the product was seen in a show may count as influenced by it: the longest of the
// windows that figures are asked for (figures/definition.h).
inline constexpr std::int64_t kLongestInfluenceMs = 90LL * 24 * 3600 * 1000;

// In which half something happened once the show's end was told. It is of the archive, whatever its clock
// says (a recording that was brought in may have an end that is still to come), but for those who watched
// live and straggle.
constexpr Half half_after_end(std::int64_t ended_at, std::int64_t time, bool watched_live) {
  const bool straggles = time >= ended_at && time <= ended_at + kStragglersMs;
  return straggles && watched_live ? Half::kLive : Half::kArchive;
}

void fold(Book& book, const Fact& fact);

}  // namespace nigiwai::insight
