#include "media/disk_queue.h"

#include <future>
#include <utility>

namespace nigiwai::media {

DiskQueue::DiskQueue(std::size_t most_bytes) : most_bytes_(most_bytes), thread_([this] { work(); }) {}

DiskQueue::~DiskQueue() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool DiskQueue::push(std::size_t bytes, std::function<void()> job) {
  {
    const std::scoped_lock lock(mutex_);
    if (bytes_ + bytes > most_bytes_) return false;
    bytes_ += bytes;
    jobs_.push_back({bytes, std::move(job)});
  }
  changed_.notify_all();
  return true;
}

void DiskQueue::push_always(std::function<void()> job) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back({0, std::move(job)});
  }
  changed_.notify_all();
}

void DiskQueue::drain() {
  std::promise<void> done;
  push_always([&done] { done.set_value(); });
  done.get_future().wait();
}

void DiskQueue::work() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job.run();
    const std::scoped_lock lock(mutex_);
    bytes_ -= job.bytes;
  }
}

}  // namespace nigiwai::media
