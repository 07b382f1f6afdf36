#include "show/archive/clip_maker.h"

#include <future>

#include "base/log.h"

namespace nigiwai::show {
namespace {

// After a failure of the database: it is full, or the server is stopping.
constexpr std::chrono::seconds kPatience{5};
constexpr int kDropped = -1;

}  // namespace

void ClipMaker::start() {
  (void)write([](store::Transaction& transaction) -> Result<bool> {
    resume_clips(transaction);
    return true;
  });
  threads_ = {std::thread([this] { work(ClipWork::kCopying); }),
              std::thread([this] { work(ClipWork::kCoding); })};
}

void ClipMaker::nudge() {
  {
    const std::scoped_lock lock(mutex_);
    ++nudges_;
  }
  some_.notify_all();
}

void ClipMaker::dropped(const std::string& show, const std::string& clip) {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = making_.find(clip); found != making_.end()) found->second = kDropped;
  }
  cutter_.remove(show, clip);
}

int ClipMaker::progress(const std::string& clip) const {
  const std::scoped_lock lock(mutex_);
  const auto found = making_.find(clip);
  return found == making_.end() ? 0 : std::max(0, found->second);
}

void ClipMaker::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  some_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

Result<bool> ClipMaker::write(std::function<Result<bool>(store::Transaction&)> what) {
  std::promise<Result<bool>> promise;
  auto answer = promise.get_future();
  writer_.run<bool>(store::Lane::kProjections, std::move(what),
                    [&promise](Result<bool> done) { promise.set_value(std::move(done)); });
  return answer.get();
}

void ClipMaker::work(ClipWork work) {
  for (;;) {
    std::uint64_t seen = 0;
    {
      const std::scoped_lock lock(mutex_);
      if (stopped_) return;
      seen = nudges_;
    }
    const auto next = readers_.read<std::optional<Clip>>(
        [work](store::Database& db) -> Result<std::optional<Clip>> { return next_to_make(db, work); });
    if (next && *next) {
      make(**next);
      continue;
    }
    std::unique_lock lock(mutex_);
    const auto woken = [&] { return stopped_ || nudges_ != seen; };
    if (next) {
      some_.wait(lock, woken);
    } else {
      some_.wait_for(lock, kPatience, woken);
    }
  }
}

Clip ClipMaker::with_captions(Clip clip) {
  const auto& wanted = clip.wanted;
  if (wanted.captions.empty()) return clip;
  auto all = readers_.read<std::vector<Caption>>([&](store::Database& db) -> Result<std::vector<Caption>> {
    return captions_of(db, clip.show, wanted.captions);
  });
  if (!all) return clip;
  std::erase_if(*all,
                [&](const Caption& each) { return each.until <= wanted.from || each.from >= wanted.until; });
  clip.captions = *std::move(all);
  return clip;
}

void ClipMaker::make(const Clip& clip) {
  {
    const std::scoped_lock lock(mutex_);
    making_[clip.id] = 0;
  }
  const auto begun = write(
      [&](store::Transaction& transaction) -> Result<bool> { return begin_clip(transaction, clip.id); });
  if (begun && *begun) {
    const auto made = cutter_.make(with_captions(clip), [&](int percent) {
      const std::scoped_lock lock(mutex_);
      auto& known = making_[clip.id];
      if (known == kDropped || stopped_) return false;
      known = percent;
      return true;
    });
    bool stopped = false;
    {
      const std::scoped_lock lock(mutex_);
      stopped = stopped_ && !made;
    }
    // What a stop ended waits in the database as it is.
    if (!stopped) {
      const auto kept = write([&](store::Transaction& transaction) -> Result<bool> {
        return finish_clip(transaction, journal_, clip.id, made);
      });
      if (!kept || !*kept) cutter_.remove(clip.show, clip.id);
      if (!made)
        log_warn("a clip could not be made",
                 {{"show", clip.show}, {"clip", clip.id}, {"why", made.error().detail}});
    }
  }
  {
    const std::scoped_lock lock(mutex_);
    making_.erase(clip.id);
    if (!begun) ++nudges_;
  }
  // The writer could not: not at once again.
  if (!begun) {
    std::unique_lock lock(mutex_);
    some_.wait_for(lock, kPatience, [this] { return stopped_; });
  }
}

}  // namespace nigiwai::show
