// Ends holds when their time comes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "shop/holds/holds.h"
#include "store/readers.h"

namespace nigiwai::shop {

// The next time that is due is read this often at least: a clock may jump, a new hold may end sooner, and a
// full disk may have refused the last try.
inline constexpr Milliseconds kHoldLook{200};

// A thread that waits for the next end of a hold and has it decided on the lane of orders. It holds no state
// of its own: what is due stands in the database, so a restart loses nothing. Nothing depends on its being on
// time either, because every decision about pieces ends what is due first.
class HoldTimer {
 public:
  // All outlive this.
  HoldTimer(Holds& holds, store::Readers& readers, const Clock& clock);
  ~HoldTimer();  // stop()

  void stop();

 private:
  void run();
  // Has ended what is due, if anything is; answers how long to wait.
  Milliseconds look();

  Holds& holds_;
  store::Readers& readers_;
  const Clock& clock_;
  std::shared_ptr<std::atomic<bool>> deciding_ = std::make_shared<std::atomic<bool>>(false);
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace nigiwai::shop
