// The thread that writes recordings, so that no ingest thread ever waits for a disk.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace nigiwai::media {

class DiskQueue {
 public:
  // `most_bytes`: what may wait to be written, all shows together, before push() refuses.
  explicit DiskQueue(std::size_t most_bytes);
  ~DiskQueue();  // does what is queued first
  DiskQueue(const DiskQueue&) = delete;
  DiskQueue& operator=(const DiskQueue&) = delete;

  // Jobs run one after the other, in order. False: too much is waiting, and the job was not taken.
  bool push(std::size_t bytes, std::function<void()> job);
  void push_always(std::function<void()> job);
  // Returns once everything queued before the call has been done. Not from a job.
  void drain();

 private:
  struct Job {
    std::size_t bytes = 0;
    std::function<void()> run;
  };
  void work();
  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::size_t bytes_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace nigiwai::media
