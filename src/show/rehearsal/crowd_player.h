// Has the crowds of rehearsals on air play on (rehearsal/crowd.h).
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "store/readers.h"
#include "store/writer.h"
#include "timeline/journal.h"

namespace nigiwai::show {

// A line is never later than this behind its moment, and a chat still comes in bursts, as it did.
inline constexpr Milliseconds kCrowdLook{250};

// A thread that asks whether a rehearsal with a crowd is on air, and has the writer play what has come due.
// It holds no state: how far each crowd has played stands in the database, so a restart goes on.
class CrowdPlayer {
 public:
  // All outlive this. `secret` is the shop's, of which the crowd's pseudonyms are made.
  CrowdPlayer(store::Writer& writer, store::Readers& readers, timeline::Journal& journal, std::string secret);
  ~CrowdPlayer();  // stop()

  void start();
  void stop();

 private:
  void run();
  void play();

  store::Writer& writer_;
  store::Readers& readers_;
  timeline::Journal& journal_;
  const std::string secret_;
  std::shared_ptr<std::atomic<bool>> playing_ = std::make_shared<std::atomic<bool>>(false);
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace nigiwai::show
