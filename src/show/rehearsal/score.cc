#include "show/rehearsal/score.h"

#include <algorithm>
#include <cmath>

namespace nigiwai::show {
namespace {

int points(double share) { return static_cast<int>(std::lround(100 * std::clamp(share, 0.0, 1.0))); }

std::optional<int> timing_of(const ShowRun& run) {
  double planned = 0;
  double kept = 0;
  for (const auto& cue : run.cues) {
    const auto wanted = static_cast<double>(cue.planned.count());
    if (wanted <= 0) continue;
    planned += wanted;
    if (!cue.lasted) continue;
    const auto off = std::abs(static_cast<double>(cue.lasted->count()) - wanted);
    kept += std::max(0.0, wanted - off);
  }
  if (planned <= 0) return std::nullopt;
  return points(kept / planned);
}

std::optional<int> pace_beside(const ShowRun& run, const ShowRun* original) {
  const auto own = pace_of(run);
  const auto theirs = original != nullptr ? pace_of(*original) : std::nullopt;
  if (!own || !theirs || *theirs <= 0) return std::nullopt;
  return points(std::min(*own, *theirs) / std::max(*own, *theirs));
}

}  // namespace

Answers answers_of(const ShowRun& run) {
  Answers answers;
  std::vector<Milliseconds> waits;
  for (const auto& question : run.questions) {
    if (!question.answered && question.at + kTimeToAnswer > run.length) continue;
    ++answers.asked;
    if (!question.answered) continue;
    ++answers.answered;
    waits.push_back(std::max(*question.answered - question.at, Milliseconds(0)));
  }
  if (waits.empty()) return answers;
  const auto middle = waits.begin() + static_cast<std::ptrdiff_t>(waits.size() / 2);
  std::ranges::nth_element(waits, middle);
  answers.wait = *middle;
  return answers;
}

std::optional<double> pace_of(const ShowRun& run) {
  if (run.length < kLeastForPace) return std::nullopt;
  return static_cast<double>(run.pins) * 600'000 / static_cast<double>(run.length.count());
}

Score score_of(const ShowRun& rehearsal, const ShowRun* original) {
  Score score;
  const auto answers = answers_of(rehearsal);
  if (answers.asked > 0)
    score.answers = points(static_cast<double>(answers.answered) / static_cast<double>(answers.asked));
  score.timing = timing_of(rehearsal);
  score.pace = pace_beside(rehearsal, original);
  double sum = 0;
  int known = 0;
  for (const auto& each : {score.answers, score.timing, score.pace}) {
    if (!each) continue;
    sum += *each;
    ++known;
  }
  if (known > 0) score.whole = static_cast<int>(std::lround(sum / known));
  return score;
}

}  // namespace nigiwai::show
