// Carries what the write-ahead log holds into the database, beside the writer.
//
// SQLite would do it within the commit that fills the log, and whoever waits for that commit then waits for
// hundreds of milliseconds of fsync. Here a thread with a connection of its own carries nearly all of it
// while the writer goes on; the writer carries the little that came meanwhile, because the log begins anew
// only once all of it was carried.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/database.h"

namespace nigiwai::store {

// When readers held the log open, it is tried again after so many more.
inline constexpr int kLogPagesMore = kLogPages / 8;
// A log of 512 MiB is waited for: whatever fills a disk faster than it can be carried must be slowed.
inline constexpr int kMostLogPages = 4 * kLogPages;

class LogCarrier {
 public:
  // `writing` is the writer's connection and outlives this; `beside` is another to the same database.
  LogCarrier(Database& writing, std::unique_ptr<Database> beside);
  ~LogCarrier();  // when the thread has carried what it was at

  // On the writer's thread, between two transactions.
  void after_commit();

 private:
  enum class State { kResting, kCarrying, kCarried };
  void carry();

  Database& writing_;
  std::unique_ptr<Database> beside_;
  int tried_ = 0;  // pages in the log when it was last carried; the writer's alone
  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::kResting;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace nigiwai::store
