// The one thread that writes.
//
// Commands wait in lanes. The writer takes those that wait, lets each kind decide a whole batch together
// inside one transaction, commits once (one fsync), and only then answers: what was answered is on the disk.
// A command whose work throws is rolled back alone and its neighbours are decided again without it.
//
// WriterCore is the same without a thread, for the simulation: step() is one turn of the loop.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"
#include "store/log_carrier.h"

namespace nigiwai::store {

// In the order in which a turn serves them; one that is cut short lets the next begin with the lane after.
// What reads behind the journal has turns of its own, when nothing else waits. While something does, and in
// a storm, it rests for so many times as long as it took: an index of orders can wait.
enum class Lane { kOrders, kStaff, kRoom, kProjections, kImports, kBehind };
inline constexpr std::size_t kLanes = 6;
inline constexpr int kBehindRests = 30;
inline constexpr Milliseconds kBehindRestsLeast{100};
// A writer that has nothing else to do begins a turn for a room's commands this long after the last at the
// earliest, so that lines of a lively room share their commits.
inline constexpr Milliseconds kRoomRests{25};
// So many commands within this time are a storm.
inline constexpr std::size_t kStorm = 200;
inline constexpr Milliseconds kStormWindow{250};

// A turn stops taking commands after this long, so that nobody waits behind a long batch.
inline constexpr Milliseconds kLongestTurn{20};
// Commands of one kind decided together: more gains nothing over the cost of the fsync they share.
inline constexpr std::size_t kMostInBatch = 1000;
// Commands that may wait in one lane; past it a command is refused at once. Half a second of work.
inline constexpr std::size_t kMostWaiting = 20'000;

class Transaction {
 public:
  Transaction(Database& database, WallTime now) : database_(database), now_(now) {}
  Database& db() { return database_; }
  WallTime now() const { return now_; }
  // Called on the writer's thread once this is durable, in order; forgotten when it is rolled back.
  void on_commit(std::function<void()> then) { then_.push_back(std::move(then)); }

 private:
  friend class WriterCore;
  Database& database_;
  WallTime now_;
  std::vector<std::function<void()>> then_;
};

// What waits in a lane: commands of one kind, each with the way to answer it.
class Work {
 public:
  virtual ~Work() = default;
  // Commands with the same non-null kind are handed to the first one's run() together.
  virtual const void* kind() const { return nullptr; }
  virtual void run(Transaction& transaction, std::span<Work* const> batch) = 0;
  // After the commit, or after its failure.
  virtual void answer(const Problem* failure) = 0;
};

class WriterCore {
 public:
  WriterCore(std::unique_ptr<Database> database, const Clock& clock)
      : database_(std::move(database)), clock_(clock) {}

  // False when the lane is full. Any thread.
  bool submit(Lane lane, std::unique_ptr<Work> work);
  // Takes, decides, commits, answers. False when nothing waited that may be served.
  bool step();
  // Blocks until something may be served or stop() is called.
  void wait();
  void stop();
  bool stopped() const { return stopped_; }

  struct Figures {
    std::uint64_t commands = 0, commits = 0, failures = 0;
    std::array<std::size_t, kLanes> waiting{};
  };
  Figures figures() const;
  Database& database() { return *database_; }  // the writer's own

 private:
  // `first` of its turn.
  std::vector<std::unique_ptr<Work>> take(Lane& from, bool first);
  // Both under the lock.
  bool may_serve(std::size_t lane, bool first) const;
  bool may_serve_any(bool first) const;
  bool may_serve_only(Lane lane) const;
  void run_batch(Transaction& transaction, std::span<Work* const> batch,
                 std::vector<std::optional<Problem>>& failures);
  void note_served(Lane lane, std::size_t count, SteadyTime began);

  std::unique_ptr<Database> database_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable some_;
  std::array<std::deque<std::unique_ptr<Work>>, kLanes> lanes_;
  Lane next_ = Lane::kOrders;  // that a turn begins with; the writer's alone
  SteadyTime behind_rests_until_{};
  std::chrono::steady_clock::time_point room_rests_until_{};  // for wait(), whose time is real
  struct {
    SteadyTime began{};
    std::size_t served = 0, before = 0;  // in this window and the one before it
  } window_;
  std::atomic<bool> stopped_{false};
  std::atomic<std::uint64_t> commands_{0}, commits_{0}, failures_{0};
};

class Writer {
 public:
  // With `beside`, another connection to the same database, no commit waits for the log to be carried into
  // it.
  Writer(std::unique_ptr<Database> database, const Clock& clock, std::unique_ptr<Database> beside = nullptr);
  ~Writer();  // finishes what waits, then ends

  WriterCore& core() { return core_; }

  // Runs `work` in a transaction and calls `done` on the writer's thread with what it returned. A Problem
  // returned by `work` is a refusal: what it did is rolled back.
  template <class T>
  void run(Lane lane, std::function<Result<T>(Transaction&)> work, std::function<void(Result<T>)> done);

  // Refuses what comes later, finishes what waits. Safe to call twice.
  void stop();

 private:
  void write();

  WriterCore core_;
  std::unique_ptr<LogCarrier> carrier_;
  std::thread thread_;
};

// A kind of command that is decided in batches: `decide` gets the commands in arrival order and answers each
// by index. It loads what they touch, decides purely, and stores, all inside the transaction.
template <class Command, class Outcome>
class Batch {
 public:
  using Decide = std::function<std::vector<Result<Outcome>>(Transaction&, std::span<const Command* const>)>;

  Batch(Writer& writer, Lane lane, Decide decide) : Batch(writer.core(), lane, std::move(decide)) {}
  Batch(WriterCore& core, Lane lane, Decide decide) : core_(core), lane_(lane), decide_(std::move(decide)) {}

  void submit(Command command, std::function<void(Result<Outcome>)> done);

 private:
  class Item;
  WriterCore& core_;
  Lane lane_;
  Decide decide_;
};

// The answer to a command that found its lane full, or the server stopping.
Problem overloaded();

}  // namespace nigiwai::store

#include "store/writer_templates.h"
