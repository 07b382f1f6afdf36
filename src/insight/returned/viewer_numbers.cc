#include "insight/returned/viewer_numbers.h"

namespace nigiwai::insight {

ViewerNumbers::ViewerNumbers(store::Database& kept, std::size_t shows) : kept_(kept) {
  if (shows < kManyShows) return;
  std::int64_t viewers = 0;
  {
    auto rows = kept.query("SELECT coalesce(max(id), 0) FROM viewer");
    if (rows.next()) viewers = rows.integer(0);
  }
  if (viewers > kMostNumbersHeld) return;
  held_ = true;
  numbers_.reserve(static_cast<std::size_t>(viewers));
  auto rows = kept.query("SELECT name, id FROM viewer");
  while (rows.next()) numbers_.emplace(rows.view(0), rows.integer(1));
}

std::optional<std::int64_t> ViewerNumbers::of(std::string_view name) {
  if (held_) {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  auto rows = kept_.query("SELECT id FROM viewer WHERE name = ?", name);
  return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
}

}  // namespace nigiwai::insight
