// Randomness as a seam: ids, tokens and jitter come from here.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <span>
#include <string>

namespace nigiwai {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;  // safe from any thread

  // `length` characters of Crockford's base 32, lower case (5 bits each): readable, safe in a URL.
  std::string token(std::size_t length);
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
