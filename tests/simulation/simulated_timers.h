// Timers that go by the simulation's clock.
#pragma once

#include <map>
#include <memory>

#include "base/timer.h"

namespace nigiwai::simulation {

class SimulatedTimers {
 public:
  explicit SimulatedTimers(ManualClock& clock) : clock_(clock), pending_(std::make_shared<Pending>()) {}

  Timers timers() {
    return [this](const Executor&) { return std::make_unique<One>(clock_, pending_); };
  }

  // Turns the clock this far, calling what becomes due on the way, in its order.
  void advance(Milliseconds by) {
    const auto until = clock_.steady() + by;
    while (!pending_->empty() && pending_->begin()->first.first <= until) {
      const auto due = pending_->begin();
      clock_.advance(
          std::max(Milliseconds(0), std::chrono::ceil<Milliseconds>(due->first.first - clock_.steady())));
      const auto then = std::move(due->second);
      pending_->erase(due);
      then();
    }
    clock_.advance(std::max(Milliseconds(0), std::chrono::floor<Milliseconds>(until - clock_.steady())));
  }

 private:
  using Pending = std::map<std::pair<SteadyTime, std::uint64_t>, std::function<void()>>;

  class One final : public Timer {
   public:
    One(const Clock& clock, std::shared_ptr<Pending> pending) : clock_(clock), pending_(std::move(pending)) {}
    ~One() override { cancel(); }
    void after(Milliseconds delay, std::function<void()> then) override {
      cancel();
      static std::uint64_t order = 0;
      key_ = {clock_.steady() + delay, ++order};
      pending_->emplace(key_, std::move(then));
    }
    void cancel() override { pending_->erase(key_); }

   private:
    const Clock& clock_;
    std::shared_ptr<Pending> pending_;
    std::pair<SteadyTime, std::uint64_t> key_{};
  };

  ManualClock& clock_;
  std::shared_ptr<Pending> pending_;
};

}  // namespace nigiwai::simulation
