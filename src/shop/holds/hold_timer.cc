#include "shop/holds/hold_timer.h"

#include <algorithm>

#include "base/log.h"

namespace nigiwai::shop {

HoldTimer::HoldTimer(Holds& holds, store::Readers& readers, const Clock& clock)
    : holds_(holds), readers_(readers), clock_(clock), thread_([this] { run(); }) {}

HoldTimer::~HoldTimer() { stop(); }

void HoldTimer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void HoldTimer::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    lock.unlock();
    const auto patience = look();
    lock.lock();
    woken_.wait_for(lock, patience, [this] { return stopped_; });
  }
}

Milliseconds HoldTimer::look() {
  const auto next =
      readers_.read<std::optional<WallTime>>([&](store::Database& db) -> Result<std::optional<WallTime>> {
        // Who was given something from a line by somebody else's doing is still to be written to: at once.
        if (holds_.writes_mails() && someone_to_tell(db)) return WallTime{};
        return next_hold_end(db);
      });
  if (!next || !*next) return kHoldLook;
  const auto wait = **next - clock_.wall();
  if (wait > Milliseconds(0)) return std::min<Milliseconds>(wait, kHoldLook);
  if (!deciding_->exchange(true)) {
    holds_.deciding().submit(HoldsDue{}, [deciding = deciding_](Result<HoldDone> done) {
      if (!done) log_warn("holds that are due could not be ended yet", {{"why", done.error().detail}});
      *deciding = false;
    });
  }
  return kHoldLook;
}

}  // namespace nigiwai::shop
