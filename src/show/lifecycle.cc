#include "show/lifecycle.h"

#include <fmt/format.h>

namespace nigiwai::show {
namespace {

std::string_view verb(Step step) {
  switch (step) {
    case Step::kSchedule:
      return "be scheduled";
    case Step::kUnschedule:
      return "lose its time";
    case Step::kStart:
      return "start";
    case Step::kEnd:
      return "end";
    case Step::kCancel:
      return "be cancelled";
  }
  return "";
}

std::optional<State> next(State state, Step step) {
  const bool planned = state == State::kDraft || state == State::kScheduled;
  switch (step) {
    case Step::kSchedule:
      return planned ? std::optional(State::kScheduled) : std::nullopt;
    case Step::kUnschedule:
      return planned ? std::optional(State::kDraft) : std::nullopt;
    case Step::kStart:
      if (state == State::kRehearsing) return State::kRehearsing;
      return planned ? std::optional(State::kLive) : std::nullopt;
    case Step::kEnd:
      if (state == State::kRehearsing) return State::kRehearsed;
      return state == State::kLive ? std::optional(State::kArchived) : std::nullopt;
    case Step::kCancel:
      return planned || state == State::kRehearsing ? std::optional(State::kCancelled) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(State state) {
  switch (state) {
    case State::kDraft:
      return "draft";
    case State::kScheduled:
      return "scheduled";
    case State::kLive:
      return "live";
    case State::kArchived:
      return "archived";
    case State::kCancelled:
      return "cancelled";
    case State::kRehearsing:
      return "rehearsing";
    case State::kRehearsed:
      return "rehearsed";
  }
  return "";
}

std::optional<State> state_of(std::string_view text) {
  for (const auto state : kStates) {
    if (to_text(state) == text) return state;
  }
  return std::nullopt;
}

Result<State> after(State state, Step step) {
  if (const auto then = next(state, step)) return *then;
  Problem problem{Kind::kConflict, "state",
                  fmt::format("A show that is {} cannot {}.", to_text(state), verb(step))};
  problem.extra = {{"state", to_text(state)}};
  return std::unexpected(std::move(problem));
}

bool is_rehearsal(State state) { return state == State::kRehearsing || state == State::kRehearsed; }
bool is_public(State state) {
  return state == State::kScheduled || state == State::kLive || state == State::kArchived;
}
bool takes_encoder(State state) {
  return state == State::kDraft || state == State::kScheduled || state == State::kLive ||
         state == State::kRehearsing;
}

}  // namespace nigiwai::show
