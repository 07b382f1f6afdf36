#include "show/cue_order.h"

#include <algorithm>

namespace nigiwai::show {
namespace {

std::vector<Placed> spread(std::vector<Placed> sheet) {
  for (std::size_t i = 0; i < sheet.size(); ++i)
    sheet[i].place = static_cast<std::int64_t>(i + 1) * kPlaceStep;
  return sheet;
}

}  // namespace

Result<std::vector<Placed>> placed_after(std::span<const Placed> sheet, const std::string& id,
                                         const std::optional<std::string>& after) {
  if (after == id) return invalid("/after", "A cue cannot stand behind itself.");
  std::vector<Placed> others;
  others.reserve(sheet.size() + 1);
  for (const auto& each : sheet) {
    if (each.id != id) others.push_back(each);
  }
  std::size_t at = 0;
  if (after) {
    const auto before = std::ranges::find(others, *after, &Placed::id);
    if (before == others.end()) {
      return fail(Kind::kConflict, "cue-gone",
                  "The cue it was to stand behind is not in this cue sheet any more. Read the sheet again.",
                  "/after");
    }
    at = static_cast<std::size_t>(before - others.begin()) + 1;
  }
  if (at < sheet.size() && sheet[at].id == id) return std::vector<Placed>{};
  const auto low = at == 0 ? std::int64_t{0} : others[at - 1].place;
  if (at == others.size()) return std::vector<Placed>{{id, low + kPlaceStep}};
  const auto high = others[at].place;
  if (high - low >= 2) return std::vector<Placed>{{id, low + (high - low) / 2}};
  others.insert(others.begin() + static_cast<std::ptrdiff_t>(at), Placed{id, 0});
  return spread(std::move(others));
}

}  // namespace nigiwai::show
