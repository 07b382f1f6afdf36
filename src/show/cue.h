// A cue: one step of a show as it is planned. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"

namespace nigiwai::show {

// A second is a transition between two cues; more than two hours is a mistake in typing.
inline constexpr WholeRange kCueLength{1, 2 * 60 * 60};
inline constexpr std::size_t kMostCueTitle = 120;      // two lines of a phone's card
inline constexpr std::size_t kMostCueReference = 120;  // the title of an offer, or its id
inline constexpr std::size_t kMostCuePoints = 2000;    // what one person can still say within a cue

// What a cue tells of its product.
enum class Intent { kNone, kUseIdea, kCombination, kStory, kPrice };
std::string_view to_text(Intent intent);
std::optional<Intent> intent_of(std::string_view text);

// What staff write of a cue.
struct CueText {
  std::string title{};
  Intent intent = Intent::kNone;
  std::chrono::seconds length{60};  // planned
  std::string points{};             // what is to be said, line by line
  std::string product{};            // one of the show's shelf; empty for none, as the next two
  std::string offer{};              // what is offered and what is asked with it, by name or id
  std::string poll{};
  bool operator==(const CueText&) const = default;
};

struct Cue {
  std::string id{};
  std::int64_t place = 0;    // cue_order.h
  std::int64_t version = 0;  // grows whenever the text is written
  CueText text{};
  WallTime changed_at{};
  std::string changed_by{};  // a handle
};

// A cue as a whole; what is left out is empty, or a minute long. The caller may read further members of `in`,
// and asks it for its problem.
CueText read_cue(Fields& in);

// Without what its timeline adds (cue_sheet.h).
json::object to_json(const Cue& cue);

// When each cue begins as planned, from the show's beginning, by index.
std::vector<Milliseconds> planned_starts(const std::vector<Cue>& cues);
std::chrono::seconds planned_length(const std::vector<Cue>& cues);

}  // namespace nigiwai::show
