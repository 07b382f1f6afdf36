// The clock as a seam: code that needs the time takes a Clock&, so that tests and the simulation can turn it.
#pragma once

#include <atomic>
#include <chrono>

namespace nigiwai {

using Milliseconds = std::chrono::milliseconds;
using WallTime = std::chrono::sys_time<Milliseconds>;  // UTC
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::microseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime wall() const = 0;      // may jump, either way
  virtual SteadyTime steady() const = 0;  // never goes back
};

class SystemClock final : public Clock {
 public:
  WallTime wall() const override {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  }
  SteadyTime steady() const override {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::steady_clock::now());
  }
};

// A clock that stands still until told.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime start = WallTime{Milliseconds{1'795'000'000'000}})
      : wall_ms_(start.time_since_epoch().count()) {}
  WallTime wall() const override { return WallTime{Milliseconds{wall_ms_.load()}}; }
  SteadyTime steady() const override { return SteadyTime{std::chrono::microseconds{steady_us_.load()}}; }
  void advance(Milliseconds by) {
    wall_ms_ += by.count();
    steady_us_ += by.count() * 1000;
  }
  // Sets the wall clock alone, as an administrator or NTP would.
  void jump(Milliseconds by) { wall_ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> wall_ms_;
  std::atomic<std::int64_t> steady_us_{0};
};

}  // namespace nigiwai
