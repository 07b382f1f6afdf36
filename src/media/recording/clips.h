// A clip: a stretch of a recording as a movie of its own, with its poster beside it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "media/recording/recording.h"

namespace nigiwai::media {

enum class ClipForm {
  kKeyFrames,  // copied, from the key frame before its beginning on: at once, and nothing is lost
  kExact,      // from the very frame on, coded again
  kVertical,   // the same, as a standing picture of kVerticalWidth × kVerticalHeight cut out of the whole one
};

// What the networks show full screen on a phone.
inline constexpr int kVerticalWidth = 720;
inline constexpr int kVerticalHeight = 1280;

// Words that are drawn into the picture of a clip that is coded, from a moment of the show to another.
struct ClipCaption {
  Milliseconds from{0};
  Milliseconds until{0};
  std::string text;
};

struct ClipCut {
  Milliseconds from{0};  // of the show
  Milliseconds until{0};
  ClipForm form = ClipForm::kKeyFrames;
  int focus = 50;  // of kVertical: where in the picture the middle of what is kept lies, in % from its left
  // What players show of the file by itself.
  std::string title{};
  std::string label{};
  std::vector<ClipCaption> captions{};  // in order
};

// What is in it. Where the picture was away, the movie goes on behind the gap.
struct CutClip {
  Milliseconds from{0};
  Milliseconds length{0};
  int width = 0;
  int height = 0;
  std::uint64_t bytes = 0;
};

// Writes `file` (MP4, index in front) and the picture of its first frame beside it as .jpg; both or nothing.
//
// not-found "not-recorded" where nothing was recorded; conflict "form-changed" where the picture changed its
// size in between. `go_on` is told how far it is, in %, and asked; when it says false the work stops with
// "unavailable". kExact and kVertical take a core for a part of the clip's length: not on a loop.
Result<CutClip> make_clip(const Recording& recording, const ClipCut& cut, const std::filesystem::path& file,
                          const std::function<bool(int percent)>& go_on);

}  // namespace nigiwai::media
