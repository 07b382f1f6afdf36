#include "show/archive/clip.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace nigiwai::show {
namespace {

constexpr WholeRange kPlaces{0, std::int64_t{1} << 40};
constexpr TextRule kTitle{.least = 1, .most = 80};
constexpr TextRule kLabel{.least = 1, .most = 40};

struct Stretch {
  Milliseconds from;
  Milliseconds until;
  Milliseconds length() const { return until - from; }
};

// The longest piece of a stretch without a gap in it.
Stretch longest_seen(Stretch stretch, std::span<const Gap> away) {
  Stretch longest{stretch.from, stretch.from};
  auto from = stretch.from;
  const auto take = [&](Milliseconds until) {
    if (until - from > longest.length()) longest = {from, until};
  };
  for (const auto& gap : away) {
    if (gap.to <= from) continue;
    if (gap.from >= stretch.until) break;
    take(gap.from);
    from = std::max(from, gap.to);
  }
  take(stretch.until);
  return longest;
}

}  // namespace

std::string_view to_text(ClipForm form) {
  switch (form) {
    case ClipForm::kKeyFrames:
      return "key-frames";
    case ClipForm::kExact:
      return "exact";
    case ClipForm::kVertical:
      break;
  }
  return "vertical";
}

ClipForm clip_form(std::string_view text) {
  if (text == "key-frames") return ClipForm::kKeyFrames;
  return text == "exact" ? ClipForm::kExact : ClipForm::kVertical;
}

std::string_view to_text(ClipState state) {
  switch (state) {
    case ClipState::kWaiting:
      return "waiting";
    case ClipState::kMaking:
      return "making";
    case ClipState::kReady:
      return "ready";
    case ClipState::kFailed:
      break;
  }
  return "failed";
}

Result<NewClip> read_new_clip(const json::object& body) {
  Fields in(body);
  NewClip clip{.from = Milliseconds(in.whole("from", kPlaces)),
               .until = Milliseconds(in.whole("until", kPlaces)),
               .title = in.text("title", kTitle),
               .label = in.text("label", kLabel)};
  const auto form = in.optional_text("form", {.least = 1, .most = 20}).value_or("key-frames");
  if (form != "key-frames" && form != "exact" && form != "vertical") {
    in.wrong("form", "This must be key-frames, exact or vertical.");
  }
  clip.form = clip_form(form);
  clip.focus = static_cast<int>(in.optional_whole("focus", {0, 100}).value_or(50));
  if (in.has("product")) clip.product = in.slug("product");
  clip.shown = in.optional_flag("shown").value_or(true);
  clip.captions = in.optional_text("captions", {.least = 0, .most = 17}).value_or("");
  if (!clip.captions.empty() && clip.form == ClipForm::kKeyFrames)
    in.wrong("captions", "Captions are burnt into clips that are coded: choose exact or vertical.");
  const auto most = clip.form == ClipForm::kKeyFrames ? kLongestCopiedClip : kLongestCodedClip;
  if (clip.until < clip.from + kShortestClip) in.wrong("until", "A clip is at least a second long.");
  if (clip.until > clip.from + most) {
    in.wrong("until", fmt::format("Such a clip is at most {} seconds long.", most.count() / 1000));
  }
  if (auto problem = in.problem()) return std::unexpected(*std::move(problem));
  return clip;
}

Result<ClipChange> read_clip_change(const json::object& body) {
  Fields in(body);
  ClipChange change{.title = in.optional_text("title", kTitle), .label = in.optional_text("label", kLabel)};
  if (in.has("product")) {
    change.product = body.at("product").is_null() ? std::string() : in.slug("product");
    if (body.at("product").is_null()) in.optional_text("product", kTitle);
  }
  change.shown = in.optional_flag("shown");
  if (auto problem = in.problem()) return std::unexpected(*std::move(problem));
  return change;
}

std::vector<ClipProposal> propose_clips(std::span<const PinStretch> pins, std::span<const Gap> away,
                                        Milliseconds length, std::span<const std::string> made) {
  std::map<std::string, Stretch> longest;
  for (const auto& pin : pins) {
    if (std::ranges::find(made, pin.product) != made.end()) continue;
    auto seen = longest_seen({pin.at, std::min(pin.until.value_or(length), length)}, away);
    seen.until = std::min(seen.until, seen.from + kLongestProposal);
    const auto [known, fresh] = longest.try_emplace(pin.product, seen);
    if (!fresh && seen.length() > known->second.length()) known->second = seen;
  }
  std::vector<ClipProposal> proposals;
  for (const auto& [product, stretch] : longest) {
    if (stretch.length() >= kShortestProposal) proposals.push_back({product, stretch.from, stretch.until});
  }
  std::ranges::sort(proposals, {},
                    [](const auto& each) { return std::pair(each.from, std::string_view(each.product)); });
  return proposals;
}

}  // namespace nigiwai::show
