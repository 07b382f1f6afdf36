#include "social/partners/webhook_signature.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace nigiwai::social {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kSecretBytes = 32;

std::string base64(std::span<const unsigned char> bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  return text;
}

std::string bytes_of(std::string_view secret) {
  if (!secret.starts_with(kPrefix)) return "";
  secret.remove_prefix(kPrefix.size());
  std::string bytes(secret.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), secret.data(),
                        secret.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return "";
  }
  bytes.resize(length);
  return bytes;
}

}  // namespace

std::string make_webhook_secret(Random& random) {
  std::array<std::uint8_t, kSecretBytes> bytes{};
  random.fill(bytes);
  return std::string(kPrefix) + base64(bytes);
}

std::string webhook_signature(const SignedContent& content, std::span<const std::string> secrets) {
  const auto head = fmt::format("{}.{}.", content.id, content.timestamp);
  std::string signatures;
  for (const auto& secret : secrets) {
    const auto key = bytes_of(secret);
    if (key.empty()) continue;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
    for (const auto part : {std::string_view(head), content.body}) {
      crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    }
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
    crypto_auth_hmacsha256_final(&state, code.data());
    signatures += (signatures.empty() ? "v1," : " v1,") + base64(code);
  }
  return signatures;
}

}  // namespace nigiwai::social
