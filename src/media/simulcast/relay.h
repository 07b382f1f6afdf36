// Sends one show to one other service for as long as both are there: the thread, the queue before it, and the
// tries to connect.
//
// The ingest gives parts and never waits. What waits is bounded by how much of the show it is; beyond, the
// service or the way to it is too slow: what waits is thrown away, and it goes on with the next key frame.
// Times go on as the show clock does, from 0 at each connection.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "media/health.h"
#include "media/simulcast/relay_health.h"
#include "media/simulcast/rtmp_output.h"

namespace nigiwai::media::simulcast {

// Encoders send 8 s at once after their network stood still; a service that is further behind shows its
// viewers another show than ours.
inline constexpr Ticks kMostWaiting = Ticks{10 * 90'000};
// Between tries, doubled each time; services close an address that is knocked at too often.
inline constexpr Milliseconds kFirstPause{1'000};
inline constexpr Milliseconds kLongestPause{30'000};

class Relay {
 public:
  // `clock` outlives this.
  Relay(std::unique_ptr<Output> output, const Clock& clock);
  ~Relay();  // ends at once
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Sends what waits, then ends; returns when it has, which a service that stands still holds up for kStuck.
  void finish();
  // Has `samples`; only a part that begins with a key frame is taken after a gap.
  void give(const Part& part);
  RelayHealth health() const;

 private:
  struct Item {
    std::shared_ptr<const Init> init;
    std::shared_ptr<const PartSamples> samples;
    Ticks duration{0};
    bool independent = false;
  };
  void work();
  std::optional<Item> next();
  void pause(const Problem& problem);
  void drop_waiting();  // with the lock held

  const Clock& clock_;
  std::unique_ptr<Output> output_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  Ticks waiting_{0};
  Ticks lost_{0};
  bool needs_key_ = true;
  bool finishing_ = false;
  bool stopping_ = false;
  State state_ = State::kWaiting;
  std::int64_t connections_ = 0;
  std::string problem_;
  RateMeter meter_;

  std::shared_ptr<const Init> init_;  // of the connection; these two are the thread's
  Milliseconds pause_ = kFirstPause;
  std::thread thread_;
};

}  // namespace nigiwai::media::simulcast
