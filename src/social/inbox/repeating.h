// A thread that does something again and again until it is told to stop: for what waits on other servers.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/clock.h"

namespace nigiwai::social {

class Repeating {
 public:
  // `turn` answers whether more is to be done at once; else it is called again after `every`, or wake().
  Repeating(std::function<bool()> turn, Milliseconds every) : turn_(std::move(turn)), every_(every) {}
  ~Repeating() { stop(); }
  Repeating(const Repeating&) = delete;
  Repeating& operator=(const Repeating&) = delete;

  void start() {
    thread_ = std::thread([this] { run(); });
  }
  // From any thread.
  void wake() {
    const std::scoped_lock lock(mutex_);
    woken_ = true;
    bell_.notify_all();
  }
  // Waits for the turn that is under way. Safe to call twice.
  void stop() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
      bell_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      woken_ = false;
      lock.unlock();
      const bool more = turn_();
      lock.lock();
      if (!more) bell_.wait_for(lock, every_, [this] { return stopping_ || woken_; });
    }
  }

  std::function<bool()> turn_;
  Milliseconds every_;
  std::mutex mutex_;
  std::condition_variable bell_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace nigiwai::social
