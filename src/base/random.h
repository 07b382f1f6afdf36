// Randomness as a seam: ids, tokens and jitter come from here.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <span>
#include <string>

#include "base/clock.h"

namespace nigiwai {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;  // safe from any thread

  // `length` characters of Crockford's base 32, lower case (5 bits each): readable, safe in a URL.
  std::string token(std::size_t length);
  // The same with the second of its making in the first kTimeCharacters: ids that are made together stand
  // together, so that an index over them grows at its end instead of everywhere.
  std::string ordered_token(WallTime now, std::size_t length);
  static constexpr std::size_t kTimeCharacters = 7;  // 35 bits of seconds
};

// The operating system's, fit for secrets (libsodium).
class SystemRandom final : public Random {
 public:
  SystemRandom();
  void fill(std::span<std::uint8_t> bytes) override;
};

// The same bytes for the same seed: for tests and the simulation, never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace nigiwai
