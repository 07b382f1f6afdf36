// The order of a cue sheet: where a cue goes that is added or moved. Pure.
//
// A cue has a place, a number that only its order says something about. Moving one writes one row, so that
// people who order different cues at once do not undo each other; where two neighbours have no number between
// them any more, the whole sheet is spread anew.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace nigiwai::show {

// A show of eight hours with a cue a minute; a director still finds each, and one answer holds them all.
inline constexpr std::size_t kMostCues = 500;
// Between neighbours that were just spread: about twenty moves into the same gap before the next spreading.
inline constexpr std::int64_t kPlaceStep = std::int64_t{1} << 20;

struct Placed {
  std::string id;
  std::int64_t place = 0;
  bool operator==(const Placed&) const = default;
};

// What must be written so that `id` stands right behind `after`, or first where there is none: itself, or the
// whole sheet when it is spread anew; nothing when it stands there already. `sheet` is in order; `id` may be
// new to it. invalid when `after` is `id`, conflict "cue-gone" when it is not in the sheet, both naming
// /after.
Result<std::vector<Placed>> placed_after(std::span<const Placed> sheet, const std::string& id,
                                         const std::optional<std::string>& after);

}  // namespace nigiwai::show
