#include "store/log_carrier.h"

#include <algorithm>

#include "base/log.h"

namespace nigiwai::store {
namespace {

// The second time it is what came during the first, and takes a fraction of it.
constexpr int kRounds = 2;

void carry_log(Database& database) {
  try {
    database.carry_log();
  } catch (const StoreFailure& failure) {
    log_warn("the log could not be carried into the database, and grows", {{"why", failure.what()}});
  }
}

}  // namespace

LogCarrier::LogCarrier(Database& writing, std::unique_ptr<Database> beside)
    : writing_(writing), beside_(std::move(beside)), thread_([this] { carry(); }) {
  writing_.keep_log();
}

LogCarrier::~LogCarrier() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LogCarrier::after_commit() {
  const int pages = writing_.log_pages();
  if (pages < tried_) tried_ = 0;  // it began anew
  std::unique_lock lock(mutex_);
  if (state_ == State::kCarrying && pages >= kMostLogPages) {
    changed_.wait(lock, [this] { return state_ != State::kCarrying; });
  }
  if (state_ == State::kCarried) {
    carry_log(writing_);
    tried_ = pages;
    state_ = State::kResting;
  } else if (state_ == State::kResting && pages >= std::max(kLogPages, tried_ + kLogPagesMore)) {
    state_ = State::kCarrying;
    lock.unlock();
    changed_.notify_all();
  }
}

void LogCarrier::carry() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopped_ || state_ == State::kCarrying; });
    if (stopped_) return;
    lock.unlock();
    for (int i = 0; i < kRounds; ++i) carry_log(*beside_);
    lock.lock();
    state_ = State::kCarried;
    changed_.notify_all();
  }
}

}  // namespace nigiwai::store
