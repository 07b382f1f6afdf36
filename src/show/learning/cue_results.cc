#include "show/learning/cue_results.h"

#include <algorithm>

namespace nigiwai::show {
namespace {

std::int64_t within(std::span<const std::int64_t> moments, std::int64_t from, std::int64_t until) {
  return std::ranges::count_if(moments, [&](auto at) { return at >= from && at < until; });
}

void add(CueResult& result, const CueMoments& moments, std::int64_t from, std::int64_t until) {
  result.orders += within(moments.orders, from, until);
  result.saves += within(moments.saves, from, until);
  result.questions += within(moments.questions, from, until);
}

}  // namespace

CueResults results_by_cue(std::span<const Cue> sheet, std::span<const CueStart> starts, Milliseconds length,
                          const CueMoments& moments) {
  // The last moment of a show is one of it.
  const auto end = length.count() + 1;
  CueResults results;
  for (const auto& cue : sheet) {
    results.cues.push_back({.cue = cue.id, .title = cue.text.title, .planned = cue.text.length});
  }
  const auto lengths = lasted(starts, length);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    auto known = std::ranges::find(results.cues, starts[i].cue, &CueResult::cue);
    if (known == results.cues.end()) {
      known = results.cues.insert(results.cues.end(), {.cue = starts[i].cue, .title = starts[i].title});
    }
    if (!known->started) known->started = starts[i].at;
    known->lasted += lengths[i];
    add(*known, moments, starts[i].at.count(), i + 1 < starts.size() ? starts[i + 1].at.count() : end);
  }
  add(results.outside, moments, 0, starts.empty() ? end : starts.front().at.count());
  return results;
}

json::object to_json(const CueResult& result) {
  return {{"cue", result.cue},
          {"title", result.title},
          {"planned_ms", result.planned ? json::value(Milliseconds(*result.planned).count()) : json::value()},
          {"started_ms", result.started ? json::value(result.started->count()) : json::value()},
          {"lasted_ms", result.lasted.count()},
          {"orders", result.orders},
          {"saves", result.saves},
          {"questions", result.questions}};
}

}  // namespace nigiwai::show
