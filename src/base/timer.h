// A timer as a seam: the loop's own, or one that a simulation turns.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/net.h"

namespace nigiwai {

class Timer {
 public:
  virtual ~Timer() = default;
  // Calls `then` once, after this long, on the loop; in place of what it was to call before.
  virtual void after(Milliseconds delay, std::function<void()> then) = 0;
  virtual void cancel() = 0;
};

// Makes the timers of a loop.
using Timers = std::function<std::unique_ptr<Timer>(Executor loop)>;

std::unique_ptr<Timer> loop_timer(Executor loop);

}  // namespace nigiwai
