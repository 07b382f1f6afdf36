#include "base/random.h"

#include <sodium.h>

#include <vector>

#include "base/check.h"

namespace nigiwai {

std::string Random::token(std::size_t length) {
  static constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  std::vector<std::uint8_t> bytes(length);
  fill(bytes);
  std::string text;
  text.reserve(length);
  for (const auto byte : bytes) text += kAlphabet[byte & 31];
  return text;
}

SystemRandom::SystemRandom() { CHECK(sodium_init() >= 0, "libsodium does not start on this machine"); }

void SystemRandom::fill(std::span<std::uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); }

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
  const std::scoped_lock lock(mutex_);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_() & 0xff);
}

}  // namespace nigiwai
