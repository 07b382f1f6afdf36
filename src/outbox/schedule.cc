#include "outbox/schedule.h"

#include <algorithm>

namespace nigiwai::outbox {
namespace {

Milliseconds doubled(Milliseconds first, Milliseconds longest, int failures) {
  auto wait = first;
  for (int i = 1; i < failures && wait < longest; ++i) wait *= 2;
  return std::min(wait, longest);
}

}  // namespace

Milliseconds delay_after(int failures) { return doubled(kFirstDelay, kLongestDelay, failures); }
Milliseconds pause_after(int failures) { return doubled(kFirstPause, kLongestPause, failures); }

std::optional<WallTime> next_try(WallTime due, int failures, WallTime now) {
  const auto next = now + delay_after(failures);
  if (is_stale(due, next)) return std::nullopt;
  return next;
}

bool is_stale(WallTime due, WallTime now) { return now - due >= kGivenUpAfter; }

}  // namespace nigiwai::outbox
