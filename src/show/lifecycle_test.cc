#include "show/lifecycle.h"

#include <gtest/gtest.h>

#include <map>

namespace nigiwai::show {
namespace {

TEST(Lifecycle, TakesExactlyTheseSteps) {
  using enum State;
  const std::map<std::pair<State, Step>, State> allowed{
      {{kDraft, Step::kSchedule}, kScheduled},   {{kScheduled, Step::kSchedule}, kScheduled},
      {{kScheduled, Step::kUnschedule}, kDraft}, {{kDraft, Step::kUnschedule}, kDraft},
      {{kDraft, Step::kStart}, kLive},           {{kScheduled, Step::kStart}, kLive},
      {{kLive, Step::kEnd}, kArchived},          {{kRehearsing, Step::kStart}, kRehearsing},
      {{kRehearsing, Step::kEnd}, kRehearsed},
      {{kDraft, Step::kCancel}, kCancelled},     {{kScheduled, Step::kCancel}, kCancelled},
      {{kRehearsing, Step::kCancel}, kCancelled}};
  for (const auto state : kStates) {
    for (const auto step :
         {Step::kSchedule, Step::kUnschedule, Step::kStart, Step::kEnd, Step::kCancel}) {
      const auto then = after(state, step);
      const auto expected = allowed.find({state, step});
      ASSERT_EQ(then.has_value(), expected != allowed.end())
          << to_text(state) << " " << static_cast<int>(step);
      if (then) {
        EXPECT_EQ(*then, expected->second);
      } else {
        EXPECT_EQ(then.error().type, "state");
        EXPECT_EQ(then.error().kind, Kind::kConflict);
      }
    }
  }
}

TEST(Lifecycle, StatesAreReadAsTheyAreWritten) {
  for (const auto state : kStates) EXPECT_EQ(state_of(to_text(state)), state);
  EXPECT_EQ(state_of("on air"), std::nullopt);
  EXPECT_EQ(state_of(""), std::nullopt);
}

}  // namespace
}  // namespace nigiwai::show
