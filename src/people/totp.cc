#include "people/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "base/check.h"

namespace nigiwai::people {
namespace {

constexpr std::size_t kDigits = 6;
constexpr std::uint32_t kModulus = 1'000'000;

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace

std::int64_t totp_step(WallTime now) {
  return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()) / kTotpStep;
}

std::string totp_code(std::string_view secret, std::int64_t step) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[counter.size() - 1 - i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  const auto* done = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
                          counter.size(), hash.data(), &size);
  CHECK(done != nullptr && size == 20, "HMAC-SHA-1 is always there");
  const std::size_t offset = hash[19] & 0x0fu;
  const std::uint32_t cut = (std::uint32_t{hash[offset]} & 0x7fu) << 24 |
                            std::uint32_t{hash[offset + 1]} << 16 | std::uint32_t{hash[offset + 2]} << 8 |
                            std::uint32_t{hash[offset + 3]};
  return fmt::format("{:06}", cut % kModulus);
}

std::optional<std::int64_t> totp_match(std::string_view secret, std::string_view code, WallTime now) {
  std::string typed;
  for (const char c : code) {
    if (c != ' ') typed += c;
  }
  if (typed.size() != kDigits) return std::nullopt;
  const auto middle = totp_step(now);
  std::optional<std::int64_t> found;
  for (auto step = middle - kTotpStepsAway; step <= middle + kTotpStepsAway; ++step) {
    if (sodium_memcmp(totp_code(secret, step).data(), typed.data(), kDigits) == 0) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = held << 8 | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += kAlphabet[held >> bits & 31u];
    }
    held &= (1u << bits) - 1;
  }
  if (bits > 0) text += kAlphabet[held << (5 - bits) & 31u];
  return text;
}

std::string totp_uri(std::string_view issuer, std::string_view account, std::string_view secret) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period=30",
                     percent_encoded(issuer), percent_encoded(account), base32(secret));
}

}  // namespace nigiwai::people
