// Counts that take their time, on a thread of their own: on a loop they would hold up everybody in its rooms.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <functional>

#include "base/net.h"
#include "store/readers.h"
#include "store/writing.h"

namespace nigiwai::show {

// Counts that may wait: a second each in a shop of a hundred thousand people, and few of the staff wait
// longer than that times this.
inline constexpr int kMostCountsWaiting = 8;

class Aside {
 public:
  explicit Aside(store::Readers& readers) : readers_(readers) {}  // outlives this
  ~Aside() { thread_.join(); }

  // What `count` answers, on the caller's loop; unavailable when too many wait already.
  template <class T>
  Task<Result<T>> read(std::function<Result<T>(store::Database&)> count) {
    if (waiting_.fetch_add(1) >= kMostCountsWaiting) {
      --waiting_;
      co_return std::unexpected(Problem{Kind::kUnavailable,
                                        "unavailable",
                                        "Too many of the staff are counting at this moment. Try again soon.",
                                        {},
                                        Milliseconds(2'000)});
    }
    co_return co_await store::answered<T>(
        [this, count = std::move(count)](std::function<void(Result<T>)> done) {
          asio::post(thread_, [this, count, done = std::move(done)] {
            auto result = readers_.read<T>(count);
            --waiting_;
            done(std::move(result));
          });
        });
  }

 private:
  store::Readers& readers_;
  std::atomic<int> waiting_{0};
  asio::thread_pool thread_{1};
};

}  // namespace nigiwai::show
