// The thread that makes one broadcast's second rendition, and the queue before it.
//
// The ingest gives parts and never waits. What waits is bounded twice: by how much of the show it is, and by
// how long the oldest has waited. Beyond either the machine cannot keep up: the queue is thrown away, and
// nothing comes out any more.
//
// The thread has the same priority as all others: it is live, and rather gives up than stands back
// (base/scheduling.h). What the others need is kept by the number of such threads (most_at_once()).
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "media/second/part_remaker.h"

namespace nigiwai::media::second {

// Viewers have 0.9 s in hand (PART-HOLD-BACK); one who stands still for longer than this is better off with
// the large picture.
inline constexpr Milliseconds kPatience{2'000};
// After a network that stood still an encoder sends all at once what it held: so much may come in one go. 8 s
// of 1080p at 6 Mbit/s are 6 MB.
inline constexpr Ticks kMostWaiting = Ticks{8 * 90'000};

// Where the parts go; called on the worker's thread.
class MadeParts : public PartSink {
 public:
  // After the last of them, when it is to be told.
  virtual void finished() = 0;
};

class Worker {
 public:
  enum class State { kRunning, kFinished, kSlow, kBroken };

  // `clock` outlives this.
  Worker(std::unique_ptr<PictureCoder> coder, std::unique_ptr<MadeParts> made, Clock& clock);
  ~Worker();  // abandons
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // False: it does not run any more.
  bool give(const Part& part);
  void segment_cut();
  // Works off what waits, and says so to `made` when it is to be told.
  enum class Ending { kTold, kUntold };
  void finish(Ending ending);
  // Throws away what waits; at most the part in hand still comes out.
  void abandon();
  void join();

  State state() const;
  std::size_t waiting() const;  // with the part in hand
  std::string problem() const;  // of kBroken

 private:
  struct Item {
    std::optional<Part> part;  // nothing: the segment is cut
    SteadyTime since;
  };
  void give(Item item);
  void work();
  Result<void> make(const Item& item);

  Clock& clock_;
  std::unique_ptr<PictureCoder> coder_;
  std::unique_ptr<MadeParts> made_;
  PartRemaker remaker_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;  // the one in hand is the first
  Ticks waiting_{0};
  State state_ = State::kRunning;
  std::optional<Ending> ending_;
  std::string problem_;
  std::thread thread_;
};

}  // namespace nigiwai::media::second
