// Clips: stretches of a show as movies of their own, for a product's page and for social networks. The pure
// part.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fields.h"
#include "show/marks.h"

namespace nigiwai::show {

inline constexpr Milliseconds kShortestClip{1'000};
// Copied clips cost the disk alone; a coded one also a core for about a third of its length, and no network
// takes longer.
inline constexpr Milliseconds kLongestCopiedClip{10 * 60'000};
inline constexpr Milliseconds kLongestCodedClip{3 * 60'000};
inline constexpr std::int64_t kMostClipsOfShow = 200;
// Of the whole shop: an evening's clips, and no more than some hours of coding.
inline constexpr std::int64_t kMostWaitingClips = 50;
// A clip in whose making the server went down so often is not begun again: it may be why.
inline constexpr std::int64_t kMostClipAttempts = 3;
// What a viewer of a product's page sees at once.
inline constexpr std::int64_t kMostClipsOfProduct = 12;
// What is proposed of a product: from its pin on, so long at most.
inline constexpr Milliseconds kLongestProposal{60'000};
inline constexpr Milliseconds kShortestProposal{5'000};

inline constexpr std::size_t kMostClipSearch = 80;  // characters: as long as a clip's title

enum class ClipForm { kKeyFrames, kExact, kVertical };
std::string_view to_text(ClipForm form);
ClipForm clip_form(std::string_view text);  // one of the above

enum class ClipState { kWaiting, kMaking, kReady, kFailed };
std::string_view to_text(ClipState state);

struct ClipChange {
  std::optional<std::string> title{};
  std::optional<std::string> label{};
  std::optional<std::string> product{};  // "" for none
  std::optional<bool> shown{};
};
struct NewClip {
  Milliseconds from{0};
  Milliseconds until{0};
  ClipForm form = ClipForm::kKeyFrames;
  int focus = 50;
  std::string title;
  std::string label;
  std::string product{};
  bool shown = true;
  std::string captions{};  // the language of those that are burnt in; empty for none
};
// {from, until, form?, focus?, title, label, product?, shown?, captions?}; refuses a length out of bounds at
// /until.
Result<NewClip> read_new_clip(const boost::json::object& body);
Result<ClipChange> read_clip_change(const boost::json::object& body);

// A clip that nobody has made yet: of each product the longest time in which it was pinned and there was a
// picture.
struct ClipProposal {
  std::string product;
  Milliseconds from{0};
  Milliseconds until{0};
  bool operator==(const ClipProposal&) const = default;
};
// In order of `from`. `away` are the gaps of the picture; products of `made` have a clip already.
std::vector<ClipProposal> propose_clips(std::span<const PinStretch> pins, std::span<const Gap> away,
                                        Milliseconds length, std::span<const std::string> made);

}  // namespace nigiwai::show
