// A smaller picture of one show, 480 lines, for viewers on weak networks: when it is made, and what of it
// there is.
//
// It begins with a segment of the source's and goes on with each, under the same numbers, until nobody wants
// it, the source is no larger itself, or the machine cannot keep up; then its playlist is not offered any
// more, and players go on with the source. Whatever happens to it, the source does not notice.
//
// One thread at a time calls this: the broadcast holds its lock. The work is worker.h's.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/disk.h"
#include "media/disk_queue.h"
#include "media/hls/live_window.h"
#include "media/ingest/browser/places.h"
#include "media/second/second_health.h"
#include "media/second/worker.h"

namespace nigiwai::media::second {

// After the machine could not keep up: long enough for what kept it busy to be over, and for viewers not to
// be sent to and fro.
inline constexpr Milliseconds kPause{5 * 60 * 1'000};
// In the show's folder; files as recording/index.h has them, without sound of its own.
inline constexpr const char* kFolder = "low";

// One takes about half a core of a large picture at 60 frames a second (docs/operating.md), and the other
// half of the machine has viewers to serve.
int most_at_once(unsigned cores);

// What all broadcasts of the server share.
struct Shared {
  ingest::browser::Places places{most_at_once(std::thread::hardware_concurrency())};
  std::function<std::unique_ptr<PictureCoder>()> make_coder = make_picture_coder;
  std::atomic<std::int64_t> dropped{0};  // since the start
};

class SecondRendition {
 public:
  struct Surroundings {
    std::string show;
    std::filesystem::path directory;  // of its recording
    Disk& disk;
    Clock& clock;
    DiskQueue& disk_queue;
    Shared& shared;
  };
  explicit SecondRendition(Surroundings around) : around_(std::move(around)) {}

  void want(bool wanted);
  // The show is on air. Reads what an earlier process recorded. `live` outlives the show's time on air.
  void go_live(std::shared_ptr<LiveWindow> live, WallTime live_at, bool record);
  // As it was just placed in `live`.
  void part(const Part& part, const Placed& placed);
  void segment_cut();
  // The show has ended: what waits is still made, then its playlist ends. Returns at once.
  void end();
  // The server stops: likewise, but the playlist does not end; returns when all is on its way to the disk.
  void stop();
  // After end(): nothing more comes.
  bool settled() const { return settled_->load(); }

  // Null while it is not offered.
  std::shared_ptr<LiveWindow> offered() const { return offered_ ? window_ : nullptr; }
  // With the bytes of what was offered last, too.
  std::shared_ptr<LiveWindow> window() const { return window_; }
  SecondHealth health() const;

 private:
  void begin(const Part& part, const Placed& placed);
  void leave(State state);
  void drop();

  const Surroundings around_;
  bool wanted_ = false;
  bool record_ = false;
  WallTime live_at_{};
  State state_ = State::kWaiting;
  std::optional<SteadyTime> dropped_at_;
  std::shared_ptr<LiveWindow> live_;
  std::shared_ptr<LiveWindow> window_;
  bool offered_ = false;
  std::vector<std::shared_ptr<const PlaylistSegment>> recorded_;  // by an earlier process
  std::optional<ingest::browser::Places::Place> place_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<Worker> left_;  // has a part in hand perhaps, which nobody waits for
  std::shared_ptr<std::atomic<bool>> settled_ = std::make_shared<std::atomic<bool>>(true);
};

}  // namespace nigiwai::media::second
