#include "media/second/worker.h"

#include <utility>

namespace nigiwai::media::second {
namespace {

Ticks length_of(const std::optional<Part>& part) { return part ? part->duration : Ticks{0}; }

}  // namespace

Worker::Worker(std::unique_ptr<PictureCoder> coder, std::unique_ptr<MadeParts> made, Clock& clock)
    : clock_(clock),
      coder_(std::move(coder)),
      made_(std::move(made)),
      remaker_(*coder_, *made_),
      thread_([this] { work(); }) {}

Worker::~Worker() {
  abandon();
  join();
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

bool Worker::give(const Part& part) {
  {
    const std::scoped_lock lock(mutex_);
    if (state_ != State::kRunning || ending_) return false;
    const bool too_late = !items_.empty() && clock_.steady() - items_.front().since > kPatience;
    if (too_late || waiting_ + part.duration > kMostWaiting) {
      state_ = State::kSlow;
      changed_.notify_all();
      return false;
    }
  }
  give(Item{.part = part, .since = clock_.steady()});
  return true;
}

void Worker::segment_cut() { give(Item{.part = std::nullopt, .since = clock_.steady()}); }

void Worker::give(Item item) {
  const std::scoped_lock lock(mutex_);
  if (state_ != State::kRunning) return;
  waiting_ += length_of(item.part);
  items_.push_back(std::move(item));
  changed_.notify_all();
}

void Worker::finish(Ending ending) {
  const std::scoped_lock lock(mutex_);
  ending_ = ending;
  changed_.notify_all();
}

void Worker::abandon() {
  const std::scoped_lock lock(mutex_);
  if (state_ == State::kRunning) state_ = State::kFinished;
  changed_.notify_all();
}

Worker::State Worker::state() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

std::size_t Worker::waiting() const {
  const std::scoped_lock lock(mutex_);
  return items_.size();
}

std::string Worker::problem() const {
  const std::scoped_lock lock(mutex_);
  return problem_;
}

Result<void> Worker::make(const Item& item) {
  return item.part ? remaker_.take(*item.part) : remaker_.segment_cut();
}

void Worker::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return state_ != State::kRunning || ending_ || !items_.empty(); });
    if (state_ != State::kRunning) return;
    if (items_.empty()) break;
    const Item& item = items_.front();  // a deque's elements stay while others are put behind
    lock.unlock();
    auto made = make(item);
    lock.lock();
    waiting_ -= length_of(item.part);
    items_.pop_front();
    if (!made && state_ == State::kRunning) {
      state_ = State::kBroken;
      problem_ = made.error().detail;
      return;
    }
  }
  state_ = State::kFinished;
  const bool told = ending_ == Ending::kTold;
  lock.unlock();
  if (told) made_->finished();
}

}  // namespace nigiwai::media::second
