#include "base/loops.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "base/log.h"

namespace nigiwai {

struct Loops::Guard {
  explicit Guard(asio::io_context& context) : work(context.get_executor()) {}
  asio::executor_work_guard<asio::io_context::executor_type> work;
};

Loops::Loops(std::size_t count, Threads threads) {
  for (std::size_t i = 0; i < count; ++i) {
    contexts_.push_back(std::make_unique<asio::io_context>(1));
    guards_.push_back(std::make_unique<Guard>(*contexts_.back()));
  }
  if (threads == Threads::kNone) return;
  running_ = count;
  for (auto& context : contexts_) {
    threads_.emplace_back([this, &context] {
      while (true) {
        try {
          context->run();
          break;
        } catch (const std::exception& failure) {
          log_error("something escaped into a loop", {{"why", failure.what()}});
        }
      }
      --running_;
    });
  }
}

Loops::~Loops() { stop(std::chrono::milliseconds(0)); }

bool Loops::turn() {
  std::size_t ran = 0;
  for (auto& context : contexts_) ran += context->poll();
  return ran > 0;
}

Executor Loops::executor(std::size_t loop) { return contexts_[loop]->get_executor(); }

void Loops::stop(std::chrono::milliseconds patience) {
  for (auto& guard : guards_) guard.reset();
  for (const auto until = std::chrono::steady_clock::now() + patience;
       running_ > 0 && std::chrono::steady_clock::now() < until;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  for (auto& context : contexts_) context->stop();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace nigiwai
