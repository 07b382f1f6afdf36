#include "base/timer.h"

#include <boost/asio/steady_timer.hpp>

namespace nigiwai {
namespace {

class LoopTimer final : public Timer {
 public:
  explicit LoopTimer(Executor loop) : timer_(std::move(loop)) {}

  void after(Milliseconds delay, std::function<void()> then) override {
    timer_.expires_after(delay);
    timer_.async_wait([then = std::move(then)](boost::system::error_code error) {
      if (!error) then();
    });
  }
  void cancel() override { timer_.cancel(); }

 private:
  asio::steady_timer timer_;
};

}  // namespace

std::unique_ptr<Timer> loop_timer(Executor loop) { return std::make_unique<LoopTimer>(std::move(loop)); }

}  // namespace nigiwai
