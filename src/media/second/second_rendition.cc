#include "media/second/second_rendition.h"

#include <algorithm>

#include "base/log.h"
#include "media/recording/recorder.h"
#include "media/recording/recording.h"
#include "media/second/history.h"
#include "media/second/picture_size.h"

namespace nigiwai::media::second {
namespace {

// Everything of it is the disk thread's.
struct LowRecorder {
  std::unique_ptr<Recorder> recorder;
  bool failed = false;
};

// Places the parts in the window and records them. What cannot be recorded is left out: the archive has the
// source.
class WindowSink final : public MadeParts {
 public:
  struct Goes {
    std::string show;
    std::filesystem::path directory;
    Disk& disk;
    DiskQueue& disk_queue;
    bool record;
    std::shared_ptr<LiveWindow> window;
    std::shared_ptr<std::atomic<bool>> settled;
  };
  explicit WindowSink(Goes goes) : goes_(std::move(goes)) {}

  void part(Part part) override {
    const Placed placed = goes_.window->append(part);
    part.samples.reset();
    if (!goes_.record) return;
    const auto size = part.av->size();
    const bool taken =
        goes_.disk_queue.push(size, [goes = goes_, recorder = recorder_, part = std::move(part), placed] {
          if (recorder->failed || (!recorder->recorder && !part.starts_segment)) return;
          auto written = write(goes, *recorder, part, placed);
          if (written) return;
          recorder->failed = true;
          recorder->recorder.reset();
          log_warn("the second rendition is not recorded",
                   {{"show", goes.show}, {"why", written.error().detail}});
        });
    if (!taken) goes_.disk_queue.push_always([recorder = recorder_] { recorder->failed = true; });
  }

  void segment_cut() override {
    goes_.window->cut();
    sync([window = goes_.window, msn = goes_.window->snapshot()->next_msn() - 1] { window->recorded(msn); });
  }

  void finished() override {
    goes_.window->end();
    sync([recorder = recorder_, settled = goes_.settled] {
      recorder->recorder.reset();
      *settled = true;
    });
  }

 private:
  static Result<void> write(const Goes& goes, LowRecorder& to, const Part& part, const Placed& placed) {
    if (!to.recorder) {
      auto opened = Recorder::open(goes.disk, goes.directory);
      if (!opened) return std::unexpected(opened.error());
      to.recorder = std::move(*opened);
    }
    if (auto written = to.recorder->append(part, placed); !written) return written;
    if (part.ends_segment) goes.window->recorded(placed.msn);
    return {};
  }

  template <class Then>
  void sync(Then then) {
    goes_.disk_queue.push_always([recorder = recorder_, then = std::move(then)] {
      if (recorder->recorder) (void)recorder->recorder->sync();
      then();
    });
  }

  const Goes goes_;
  std::shared_ptr<LowRecorder> recorder_ = std::make_shared<LowRecorder>();
};

}  // namespace

int most_at_once(unsigned cores) { return std::max(1, static_cast<int>(cores) / 2); }

void SecondRendition::want(bool wanted) {
  if (wanted_ == wanted) return;
  wanted_ = wanted;
  // Who asks for it again need not wait.
  dropped_at_.reset();
  if (!wanted && worker_) leave(State::kWaiting);
  state_ = State::kWaiting;
}

void SecondRendition::go_live(std::shared_ptr<LiveWindow> live, WallTime live_at, bool record) {
  live_ = std::move(live);
  live_at_ = live_at;
  record_ = record;
  const auto& directory = around_.directory;
  if (!Recording::open(around_.disk, directory) || !Recorder::open(around_.disk, directory)) return;
  const auto recording = Recording::open(around_.disk, directory);
  if (!recording) return;
  auto segments = (*recording)->newest_segments(kPlaylistWindow);
  if (!segments) return;
  for (auto& segment : *segments)
    recorded_.push_back(std::make_shared<const PlaylistSegment>(std::move(segment)));
}

void SecondRendition::part(const Part& part, const Placed& placed) {
  if (worker_ && worker_->state() == Worker::State::kBroken) drop();
  if (worker_ && part.starts_segment &&
      !second_size({.width = part.init->video.width, .height = part.init->video.height}))
    leave(State::kSmall);
  if (worker_) {
    if (!worker_->give(part)) drop();
    return;
  }
  if (wanted_ && part.starts_segment && part.independent) begin(part, placed);
}

void SecondRendition::segment_cut() {
  if (worker_) worker_->segment_cut();
}

void SecondRendition::begin(const Part& part, const Placed& placed) {
  if (!second_size({.width = part.init->video.width, .height = part.init->video.height})) {
    state_ = State::kSmall;
    return;
  }
  if (dropped_at_ && around_.clock.steady() - *dropped_at_ < kPause) return;
  place_ = around_.shared.places.take();
  if (!place_) {
    if (state_ != State::kFull)
      log_warn("no second rendition: as many as this machine may make are being made",
               {{"show", around_.show}, {"most", around_.shared.places.taken()}});
    state_ = State::kFull;
    return;
  }
  left_.reset();
  const auto snapshot = live_->snapshot();
  const auto before = snapshot->segments().first(snapshot->segments().size() - 1);
  const auto last = window_ ? window_->snapshot() : nullptr;
  const Segments own = !record_ ? Segments{} : last ? last->segments() : Segments{recorded_};
  // Every initialisation segment has come with a segment, so that no lower number is free of doubt: a cache
  // may hold another under it.
  const auto first_init = static_cast<std::uint32_t>(placed.msn + 1);
  auto window = std::make_shared<LiveWindow>(live_at_);
  window->restore(history(before, own, first_init), {}, placed.msn, first_init);
  window->report_on(live_);
  window_ = std::move(window);
  live_->report_on(window_);
  offered_ = true;
  state_ = State::kRunning;
  settled_ = std::make_shared<std::atomic<bool>>(false);
  worker_ =
      std::make_unique<Worker>(around_.shared.make_coder(),
                               std::make_unique<WindowSink>(WindowSink::Goes{.show = around_.show,
                                                                             .directory = around_.directory,
                                                                             .disk = around_.disk,
                                                                             .disk_queue = around_.disk_queue,
                                                                             .record = record_,
                                                                             .window = window_,
                                                                             .settled = settled_}),
                               around_.clock);
  worker_->give(part);
}

void SecondRendition::leave(State state) {
  state_ = state;
  offered_ = false;
  live_->report_on(nullptr);
  window_->stop_waiting();
  worker_->abandon();
  left_ = std::move(worker_);
  place_.reset();
  *settled_ = true;
}

void SecondRendition::drop() {
  const bool broken = worker_->state() == Worker::State::kBroken;
  const auto why = broken ? worker_->problem() : "this machine cannot keep up";
  log_warn("the second rendition was dropped", {{"show", around_.show}, {"why", why}});
  ++around_.shared.dropped;
  dropped_at_ = around_.clock.steady();
  leave(State::kDropped);
}

void SecondRendition::end() {
  if (worker_) worker_->finish(Worker::Ending::kTold);
  place_.reset();
  wanted_ = false;
}

void SecondRendition::stop() {
  if (window_) window_->stop_waiting();
  if (!worker_) return;
  worker_->finish(Worker::Ending::kUntold);
  worker_->join();
}

SecondHealth SecondRendition::health() const {
  SecondHealth health{.state = wanted_ ? state_ : State::kOff};
  if (!wanted_ || state_ != State::kRunning) return health;
  const auto own = window_->snapshot();
  health.width = own->variants().width;
  health.height = own->variants().height;
  health.waiting = worker_->waiting();
  health.bits_per_second = own->variants().av_bits;
  const auto end_of = [](const WindowSnapshot& of) {
    return of.empty() ? Ticks{0} : of.segments().back()->at + of.segments().back()->duration;
  };
  if (!own->empty()) health.behind = to_milliseconds(end_of(*live_->snapshot()) - end_of(*own));
  return health;
}

}  // namespace nigiwai::media::second
