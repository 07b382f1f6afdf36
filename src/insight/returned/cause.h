// What brought a viewer back to a show they had not watched, after an earlier one they had. Pure.
//
// It is the last thing that reached them within kBroughtWithin before they came and that led to this show, or
// to none: a link to another show brought them there. Without one they came because they followed somebody of
// its cast before; otherwise by themselves.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "social/sharing/share_rules.h"

namespace nigiwai::insight {

inline constexpr std::int64_t kBroughtWithinMs = Milliseconds(social::kShareCredit).count();
// A page tells by which link it was opened and what it plays in no fixed order.
inline constexpr std::int64_t kSameMomentMs = 60'000;
// That are told by name; a page that is still read.
inline constexpr std::size_t kMostGroups = 30;

enum class Cause : std::uint8_t {
  kStaffLink,   // of one of the staff
  kViewerLink,  // of whichever viewer
  kPost,        // the link of a post
  kBlock,       // a block on another site
  kReminder,    // that they had wished for
  kMail,        // of an announcement, or of a product they saved
  kFollow,
  kAlone
};
std::string_view to_text(Cause cause);

// What reached somebody, or since when they follow. Its texts stand with whoever told of it (touches.h).
struct Touch {
  Cause cause = Cause::kAlone;
  std::string_view of{};  // the handle, the viewer who shared, the post, the site; empty for none
  std::int64_t at = 0;    // UTC, ms
  std::int64_t link = 0;  // its position; 0 where it was none
};
// The last of them, no follow, that brought who came at `came_at`; null for none. The touches in any order.
const Touch* last_before(std::span<const Touch> touches, std::int64_t came_at);

struct Because {
  Cause cause = Cause::kAlone;
  std::string_view of{};  // as in a Touch
  bool operator==(const Because&) const = default;
};
// Of somebody who came at `came_at`; the touches in any order.
Because because_of(std::span<const Touch> touches, std::int64_t came_at);

// One viewer who came back, and whether they ordered in that show.
struct Return {
  Because because{};
  std::int64_t came_at = 0;
  bool ordered = false;
};
// Who came back to several shows counts once: for the last in which they ordered, or else for the last.
bool counts_rather(const Return& one, const Return& other);

struct CauseGroup {
  Because because{};  // of viewers' links all are one group
  std::int64_t people = 0;
  std::int64_t ordered = 0;
  std::int64_t sharers = 0;  // of viewers' links
};
struct CauseGroups {
  std::vector<CauseGroup> told{};  // the largest first
  CauseGroup others{};             // all that are too small to be told, and those past kMostGroups
};
// `least` people are the fewest of a group that is told.
CauseGroups grouped(std::span<const Return> returns, std::int64_t least);

}  // namespace nigiwai::insight
