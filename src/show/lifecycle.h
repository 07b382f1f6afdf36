// The life of a show: which step leads from which state to which. Pure.
//
//   draft ⇄ scheduled → live → archived;  draft, scheduled → cancelled
//   rehearsing → rehearsed, or cancelled: a rehearsal is a show of its own (rehearsal/rehearsals.h), and is
//   never in a state of the shows that the public may know of
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"

namespace nigiwai::show {

enum class State { kDraft, kScheduled, kLive, kArchived, kCancelled, kRehearsing, kRehearsed };
inline constexpr State kStates[] = {State::kDraft,     State::kScheduled,  State::kLive,     State::kArchived,
                                    State::kCancelled, State::kRehearsing, State::kRehearsed};

enum class Step {
  kSchedule,    // it was given a time
  kUnschedule,  // its time was taken away
  kStart,
  kEnd,
  kCancel,
};

std::string_view to_text(State state);
std::optional<State> state_of(std::string_view text);

// The state after `step`; conflict "state" when it cannot be taken now, saying why.
Result<State> after(State state, Step step);

// Whether it is that of a rehearsal.
bool is_rehearsal(State state);
// Whether the public may know of a show in this state.
bool is_public(State state);
// Whether an encoder may connect: before and while it is on air.
bool takes_encoder(State state);

}  // namespace nigiwai::show
