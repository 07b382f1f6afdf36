// How a rehearsal went, in points of 100, beside the show whose crowd played into it. Pure.
//
//   answers  of the questions that could be answered, those that were
//   timing   how near each cue came to its planned length, weighted by it; a cue that was never started has
//   none pace     products put forward in ten minutes, against the original's: as many are 100, half or twice
//   as many 50
//
// The whole is the mean of those that can be told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace nigiwai::show {

// A question asked later than this before the end could not be answered.
inline constexpr Milliseconds kTimeToAnswer{60'000};
// A shorter run has no pace.
inline constexpr Milliseconds kLeastForPace{60'000};

struct AskedAt {
  Milliseconds at{0};
  std::optional<Milliseconds> answered{};
};
struct CueTimed {
  std::string cue{};
  std::string title{};
  Milliseconds planned{0};
  std::optional<Milliseconds> lasted{};  // nothing: it was never started
};
// What one run of a show was like.
struct ShowRun {
  Milliseconds length{0};
  std::vector<AskedAt> questions{};
  std::vector<CueTimed> cues{};
  std::int64_t pins = 0;
};

struct Answers {
  std::int64_t asked = 0;  // of those that could be answered
  std::int64_t answered = 0;
  std::optional<Milliseconds> wait{};  // the median time from question to answer
};
Answers answers_of(const ShowRun& run);
std::optional<double> pace_of(const ShowRun& run);  // products put forward in ten minutes

struct Score {
  std::optional<int> answers{}, timing{}, pace{}, whole{};
};
// Without an original there is no pace.
Score score_of(const ShowRun& rehearsal, const ShowRun* original);

}  // namespace nigiwai::show
