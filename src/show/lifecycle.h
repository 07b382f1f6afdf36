// The life of a show: which step leads from which state to which. Pure.
//
//   draft ⇄ scheduled → (rehearsing) → live → archived;  draft, scheduled, rehearsing → cancelled
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"

namespace nigiwai::show {

enum class State { kDraft, kScheduled, kRehearsing, kLive, kArchived, kCancelled };
inline constexpr State kStates[] = {State::kDraft, State::kScheduled, State::kRehearsing,
                                    State::kLive,  State::kArchived,  State::kCancelled};

enum class Step {
  kSchedule,    // it was given a time
  kUnschedule,  // its time was taken away
  kRehearse,
  kStart,
  kEnd,
  kCancel,
};

std::string_view to_text(State state);
std::optional<State> state_of(std::string_view text);

// The state after `step`; conflict "state" when it cannot be taken now, saying why.
Result<State> after(State state, Step step);

// Whether the public may know of a show in this state.
bool is_public(State state);
// Whether an encoder may connect: before and while it is on air.
bool takes_encoder(State state);

}  // namespace nigiwai::show
