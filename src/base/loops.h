// The loops: one thread each, each with its own network context. What belongs to a loop is touched by it
// alone; another thread posts.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "base/net.h"

namespace boost::asio {
class io_context;
}

namespace nigiwai {

class Loops {
 public:
  // Without threads nothing runs but in turn(): for the simulation.
  enum class Threads { kOneEach, kNone };
  explicit Loops(std::size_t count, Threads threads = Threads::kOneEach);
  ~Loops();  // stop(), if nobody did

  std::size_t count() const { return contexts_.size(); }
  boost::asio::io_context& context(std::size_t loop) { return *contexts_[loop]; }
  Executor executor(std::size_t loop);
  // Runs what is ready on each loop, on the caller's thread. False when nothing was.
  bool turn();
  // Ends the loops once they have nothing left to do, or at once after `patience`.
  void stop(std::chrono::milliseconds patience);

 private:
  struct Guard;
  std::vector<std::unique_ptr<boost::asio::io_context>> contexts_;
  std::vector<std::unique_ptr<Guard>> guards_;
  std::vector<std::thread> threads_;
  std::atomic<std::size_t> running_{0};
};

}  // namespace nigiwai
