#include "show/archive/chapter.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>

namespace nigiwai::show {
namespace {

using Edits = std::map<std::string_view, const ChapterEdit*>;

bool is_edited(const Edits& edits, const Beginning& beginning) {
  return edits.contains(chapter_id(beginning));
}

// What staff touched stays by itself.
std::vector<Beginning> joined(std::span<const Beginning> beginnings, const Edits& edits) {
  std::vector<Beginning> kept;
  for (const auto& next : beginnings) {
    const bool near = !kept.empty() && next.at - kept.back().at < kOneBeginning &&
                      (next.made_by == MadeBy::kCue) != (kept.back().made_by == MadeBy::kCue);
    if (!near || is_edited(edits, next) || is_edited(edits, kept.back())) {
      kept.push_back(next);
      continue;
    }
    const auto before = std::exchange(kept.back(), next);
    kept.back().at = before.at;
    if (before.made_by == MadeBy::kCue && next.made_by == MadeBy::kPin) kept.back().title = before.title;
    if (kept.back().product.empty()) kept.back().product = before.product;
  }
  return kept;
}

}  // namespace

std::string_view to_text(MadeBy made_by) {
  switch (made_by) {
    case MadeBy::kPin:
      return "pin";
    case MadeBy::kCue:
      return "cue";
    case MadeBy::kStaff:
      break;
  }
  return "staff";
}

std::string chapter_id(const Beginning& beginning) {
  return fmt::format("{}-{}", to_text(beginning.made_by), beginning.seq);
}

std::vector<Beginning> beginnings_of(std::span<const Mark> marks) {
  std::vector<Beginning> beginnings;
  std::string pinned;
  for (const auto& mark : marks) {
    if (mark.kind == MarkKind::kUnpinned) pinned.clear();
    if (mark.kind != MarkKind::kPinned || mark.product == pinned) continue;
    pinned = mark.product;
    beginnings.push_back({.made_by = MadeBy::kPin, .seq = mark.seq, .at = mark.at, .product = mark.product});
  }
  return beginnings;
}

std::vector<Chapter> chapters_of(std::span<const Beginning> beginnings, std::span<const ChapterEdit> edits,
                                 std::optional<Milliseconds> length, Removed removed) {
  Edits by_id;
  for (const auto& edit : edits) by_id[edit.id] = &edit;
  std::vector<Chapter> chapters;
  for (const auto& beginning : joined(beginnings, by_id)) {
    Chapter chapter{.id = chapter_id(beginning),
                    .at = beginning.at,
                    .until = std::nullopt,
                    .title = beginning.title,
                    .product = beginning.product,
                    .made_by = beginning.made_by};
    if (const auto found = by_id.find(chapter.id); found != by_id.end()) {
      chapter.at = found->second->at.value_or(chapter.at);
      chapter.title = found->second->title.value_or(chapter.title);
      chapter.removed = found->second->removed;
      chapter.edited = true;
    }
    chapters.push_back(std::move(chapter));
  }
  for (const auto& edit : edits) {
    if (!edit.id.starts_with(kOwnPrefix)) continue;
    chapters.push_back({.id = edit.id,
                        .at = edit.at.value_or(Milliseconds(0)),
                        .until = std::nullopt,
                        .title = edit.title.value_or(""),
                        .product = edit.product,
                        .made_by = MadeBy::kStaff,
                        .edited = true});
  }
  if (removed == Removed::kLeftOut) std::erase_if(chapters, [](const Chapter& each) { return each.removed; });
  std::ranges::sort(chapters, {},
                    [](const Chapter& each) { return std::pair(each.at, std::string_view(each.id)); });
  auto end = length;
  for (auto& chapter : std::views::reverse(chapters)) {
    chapter.until = end;
    if (!chapter.removed) end = chapter.at;
  }
  return chapters;
}

std::vector<Chapter> outside(std::vector<Chapter> chapters, std::span<const timeline::Withdrawn> withdrawn) {
  if (withdrawn.empty()) return chapters;
  constexpr Milliseconds kFar = Milliseconds::max();
  std::erase_if(chapters, [&](Chapter& each) {
    const auto left = timeline::left_of(withdrawn, {each.at, each.until.value_or(kFar)});
    if (left.empty()) return true;
    each.at = left.front().from;
    if (left.back().until != kFar) each.until = left.back().until;
    return false;
  });
  return chapters;
}

}  // namespace nigiwai::show
