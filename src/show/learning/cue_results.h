// What happened within each cue of a show: how long it was, and what was ordered, saved and asked in it.
// Pure.
#pragma once

#include <span>

#include "show/cue.h"
#include "show/cue_start.h"

namespace nigiwai::show {

// Moments of the show, ms, in any order.
struct CueMoments {
  std::vector<std::int64_t> orders{};
  std::vector<std::int64_t> saves{};
  std::vector<std::int64_t> questions{};
};

struct CueResult {
  std::string cue{};  // empty for what was in no cue
  std::string title{};
  std::optional<std::chrono::seconds> planned{};  // nothing for a cue that left the sheet
  std::optional<Milliseconds> started{};          // its first start; nothing when it was left out
  Milliseconds lasted{0};                         // all its starts together
  std::int64_t orders = 0;
  std::int64_t saves = 0;
  std::int64_t questions = 0;
  bool operator==(const CueResult&) const = default;
};

struct CueResults {
  std::vector<CueResult> cues{};  // in the order of the sheet, then those that left it, by their start
  CueResult outside{};            // before the first cue, or all of a show without any
};

// A moment belongs to the cue that was running then; one at which a cue begins is of that cue.
CueResults results_by_cue(std::span<const Cue> sheet, std::span<const CueStart> starts, Milliseconds length,
                          const CueMoments& moments);

json::object to_json(const CueResult& result);

}  // namespace nigiwai::show
