#include "base/random.h"

#include <sodium.h>

#include <vector>

#include "base/check.h"

namespace nigiwai {

namespace {

constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";  // in ascending order

}  // namespace

std::string Random::ordered_token(WallTime now, std::size_t length) {
  CHECK(length > kTimeCharacters, "a token is more than its time");
  auto seconds =
      static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  std::string text(kTimeCharacters, '0');
  for (auto c = text.rbegin(); c != text.rend(); ++c, seconds >>= 5) *c = kAlphabet[seconds & 31];
  return text + token(length - kTimeCharacters);
}

std::string Random::token(std::size_t length) {
  std::vector<std::uint8_t> bytes(length);
  fill(bytes);
  std::string text;
  text.reserve(length);
  for (const auto byte : bytes) text += kAlphabet[byte & 31];
  return text;
}

// The generator in the process is seeded by the kernel's, and spares a system call for every id.
SystemRandom::SystemRandom() {
  static const bool started =
      randombytes_set_implementation(&randombytes_internal_implementation) == 0 && sodium_init() >= 0;
  CHECK(started, "libsodium does not start on this machine");
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); }

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
  const std::scoped_lock lock(mutex_);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_() & 0xff);
}

}  // namespace nigiwai
