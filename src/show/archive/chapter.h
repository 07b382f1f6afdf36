// The chapters of a show: made by themselves of its pins and cues, and of what staff changed. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "show/marks.h"
#include "timeline/withdrawn.h"

namespace nigiwai::show {

enum class MadeBy { kPin, kCue, kStaff };
std::string_view to_text(MadeBy made_by);

// Something in the timeline with which a chapter begins.
struct Beginning {
  MadeBy made_by = MadeBy::kPin;
  std::int64_t seq = 0;
  Milliseconds at{0};
  std::string title{};
  std::string product{};  // may be empty
  bool operator==(const Beginning&) const = default;
};
// The id of the chapter that begins there: "pin-430".
std::string chapter_id(const Beginning& beginning);

// Each pin of a product that is not pinned already, without a title.
std::vector<Beginning> beginnings_of(std::span<const Mark> marks);

// What staff made of one chapter.
struct ChapterEdit {
  std::string id;
  std::optional<Milliseconds> at{};
  std::optional<std::string> title{};
  std::string product{};  // of one that staff added
  bool removed = false;
};
inline constexpr std::string_view kOwnPrefix = "own-";

// Within so much of each other a cue and the pin beside it are one chapter: the later one's, at the place of
// the earlier, under the cue's title.
inline constexpr Milliseconds kOneBeginning{3'000};

struct Chapter {
  std::string id;
  Milliseconds at{0};
  std::optional<Milliseconds> until;  // open at the end of a show that goes on
  std::string title;
  std::string product{};
  MadeBy made_by = MadeBy::kPin;
  bool edited = false;
  bool removed = false;  // only given when asked for
  bool operator==(const Chapter&) const = default;
};

enum class Removed { kLeftOut, kShown };

// In order of `at`. Beginnings are in that order already; edits of what no longer begins anywhere say
// nothing. A chapter ends where the next one that is not removed begins, or at `length`.
std::vector<Chapter> chapters_of(std::span<const Beginning> beginnings, std::span<const ChapterEdit> edits,
                                 std::optional<Milliseconds> length, Removed removed = Removed::kLeftOut);

// Without what is withdrawn: a chapter that begins in there begins behind it, and one that would be over by
// then is gone.
std::vector<Chapter> outside(std::vector<Chapter> chapters, std::span<const timeline::Withdrawn> withdrawn);

}  // namespace nigiwai::show
