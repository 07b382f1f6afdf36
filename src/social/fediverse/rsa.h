// Keys of actors: RSA with SHA-256, PKCS #1 v1.5, by OpenSSL.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace nigiwai::social::fediverse {

inline constexpr int kKeyBits = 2048;      // what the fediverse uses; longer ones some servers refuse
inline constexpr int kMostKeyBits = 8192;  // of others: verifying a longer one takes too long
inline constexpr std::size_t kMostPem = 8 * 1024;

struct KeyPair {
  std::string public_pem{};   // SubjectPublicKeyInfo
  std::string private_pem{};  // PKCS #8
};
// Takes some tenths of a second.
Result<KeyPair> make_key_pair();

Result<std::string> sign_rsa(std::string_view text, const std::string& private_pem);
// Whether `signature` is that of `text`. invalid when the PEM holds no RSA key that we take.
Result<bool> verify_rsa(std::string_view text, std::string_view signature, const std::string& public_pem);

}  // namespace nigiwai::social::fediverse
