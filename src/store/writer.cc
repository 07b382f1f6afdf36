#include "store/writer.h"

#include <algorithm>

#include "base/log.h"
#include "base/together.h"

namespace nigiwai::store {

Problem overloaded() {
  return {Kind::kUnavailable,
          "overloaded",
          "The server has more to do than it can keep up with. Try again in a moment.",
          {},
          Milliseconds(1000)};
}

bool WriterCore::submit(Lane lane, std::unique_ptr<Work> work) {
  {
    const std::scoped_lock lock(mutex_);
    auto& queue = lanes_[static_cast<std::size_t>(lane)];
    if (stopped_ || queue.size() >= kMostWaiting) return false;
    queue.push_back(std::move(work));
  }
  some_.notify_one();
  return true;
}

bool WriterCore::may_serve(std::size_t lane, bool first) const {
  constexpr auto kBehind = static_cast<std::size_t>(Lane::kBehind);
  if (lanes_[lane].empty()) return false;
  if (lane != kBehind || stopped_) return true;
  const auto now = clock_.steady();
  if (now >= behind_rests_until_) return true;
  const bool storm =
      now - window_.began < 2 * kStormWindow && std::max(window_.served, window_.before) >= kStorm;
  const auto waiting = std::ranges::count_if(lanes_, [](const auto& queue) { return !queue.empty(); });
  return first && !storm && waiting == 1;
}

bool WriterCore::may_serve_any(bool first) const {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (may_serve(lane, first)) return true;
  }
  return false;
}

bool WriterCore::may_serve_only(Lane lane) const {
  for (std::size_t i = 0; i < kLanes; ++i) {
    if (may_serve(i, true) != (static_cast<Lane>(i) == lane)) return false;
  }
  return true;
}

void WriterCore::note_served(Lane lane, std::size_t count, SteadyTime began) {
  const auto now = clock_.steady();
  if (lane == Lane::kBehind) {
    behind_rests_until_ =
        now + std::max<SteadyTime::duration>(kBehindRestsLeast, kBehindRests * (now - began));
    return;
  }
  if (lane == Lane::kRoom) room_rests_until_ = std::chrono::steady_clock::now() + kRoomRests;
  if (now - window_.began >= kStormWindow) {
    window_ = {
        .began = now, .served = 0, .before = now - window_.began < 2 * kStormWindow ? window_.served : 0};
  }
  window_.served += count;
}

// The front command of the first lane from `from` on, round and round, that may be served, with all that
// directly follow of its kind.
std::vector<std::unique_ptr<Work>> WriterCore::take(Lane& from, bool first) {
  const std::scoped_lock lock(mutex_);
  for (std::size_t n = 0; n < kLanes; ++n) {
    const auto i = (static_cast<std::size_t>(from) + n) % kLanes;
    if (!may_serve(i, first)) continue;
    auto& queue = lanes_[i];
    std::vector<std::unique_ptr<Work>> batch;
    const auto* kind = queue.front()->kind();
    do {
      batch.push_back(std::move(queue.front()));
      queue.pop_front();
    } while (kind != nullptr && !queue.empty() && queue.front()->kind() == kind &&
             batch.size() < kMostInBatch);
    from = static_cast<Lane>(i);
    return batch;
  }
  return {};
}

// The first of a transaction has no savepoint: where nothing stands before it, all may be rolled back. With
// one SQLite copies every page that is changed, and an order costs a tenth more.
void WriterCore::run_batch(Transaction& transaction, std::span<Work* const> batch,
                           std::vector<std::optional<Problem>>& failures) {
  const auto hooks = transaction.then_.size();
  const bool first = failures.empty();
  if (!first) database_->script("SAVEPOINT batch");
  std::optional<Problem> failure;
  std::optional<StoreFailure> disk;
  try {
    batch.front()->run(transaction, batch);
    if (!first) database_->script("RELEASE batch");
    failures.resize(failures.size() + batch.size());
    return;
  } catch (const detail::Refused&) {
    failure = Problem{Kind::kConflict, "refused", "This was refused."};  // the work keeps its own reason
  } catch (const StoreFailure& broken) {
    failure = broken.problem();
    disk = broken;
  } catch (const std::exception& broken) {
    log_error("a command failed", {{"why", broken.what()}});
    failure =
        Problem{Kind::kInternal, "internal", "Something went wrong on the server; nothing was changed."};
  }
  ++failures_;
  // When the disk failed, SQLite may have ended the whole transaction: then nobody in it can be answered
  // well.
  if (disk && !database_->in_transaction()) throw *disk;
  transaction.then_.resize(hooks);
  database_->script(first ? "ROLLBACK; BEGIN IMMEDIATE" : "ROLLBACK TO batch; RELEASE batch");
  if (batch.size() == 1) {
    failures.push_back(std::move(failure));
    return;
  }
  for (auto* const& one : batch) run_batch(transaction, std::span(&one, 1), failures);
}

bool WriterCore::step() {
  std::vector<std::unique_ptr<Work>> done;
  std::vector<std::optional<Problem>> failures;
  std::vector<std::function<void()>> then;
  std::optional<Problem> lost;
  const auto until = clock_.steady() + kLongestTurn;

  // Where the turn before broke off, so that no flood in one lane keeps the others waiting for ever.
  auto lane = std::exchange(next_, Lane::kOrders);
  auto batch = take(lane, true);
  if (batch.empty()) return false;
  try {
    database_->script("BEGIN IMMEDIATE");
    Transaction transaction(*database_, clock_.wall());
    while (!batch.empty()) {
      std::vector<Work*> items;
      for (auto& work : batch) {
        items.push_back(work.get());
        done.push_back(std::move(work));
      }
      const auto began = clock_.steady();
      run_batch(transaction, items, failures);
      note_served(lane, items.size(), began);
      // Each lane in turn.
      lane = static_cast<Lane>((static_cast<std::size_t>(lane) + 1) % kLanes);
      if (clock_.steady() >= until || done.size() >= kMostInBatch) {
        next_ = lane;
        break;
      }
      batch = take(lane, false);
    }
    database_->script("COMMIT");
    then = std::move(transaction.then_);
  } catch (const StoreFailure& broken) {
    log_error("a transaction was lost", {{"why", broken.what()}});
    lost = broken.problem();
    try {
      if (database_->in_transaction()) database_->script("ROLLBACK");
    } catch (const StoreFailure& again) {
      log_error("a transaction could not be rolled back", {{"why", again.what()}});
    }
  }
  ++commits_;
  commands_ += done.size();
  failures.resize(done.size());
  const Together together;
  for (auto& hook : then) hook();
  for (std::size_t i = 0; i < done.size(); ++i) {
    done[i]->answer(lost ? &*lost : failures[i] ? &*failures[i] : nullptr);
  }
  return true;
}

void WriterCore::wait() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    // Nobody wakes what rests.
    if (may_serve_only(Lane::kRoom)) {
      if (some_.wait_until(lock, room_rests_until_) == std::cv_status::timeout) return;
    } else if (may_serve_any(true)) {
      return;
    } else if (lanes_[static_cast<std::size_t>(Lane::kBehind)].empty()) {
      some_.wait(lock);
    } else {
      some_.wait_for(lock, kBehindRestsLeast);
    }
  }
}

void WriterCore::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  some_.notify_all();
}

WriterCore::Figures WriterCore::figures() const {
  Figures figures{commands_, commits_, failures_, {}};
  const std::scoped_lock lock(mutex_);
  for (std::size_t i = 0; i < kLanes; ++i) figures.waiting[i] = lanes_[i].size();
  return figures;
}

Writer::Writer(std::unique_ptr<Database> database, const Clock& clock, std::unique_ptr<Database> beside)
    : core_(std::move(database), clock),
      carrier_(beside ? std::make_unique<LogCarrier>(core_.database(), std::move(beside)) : nullptr),
      thread_([this] { write(); }) {}

void Writer::write() {
  while (true) {
    core_.wait();
    while (core_.step()) {
      if (carrier_) carrier_->after_commit();
    }
    if (core_.stopped()) return;
  }
}

Writer::~Writer() { stop(); }

void Writer::stop() {
  core_.stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace nigiwai::store
