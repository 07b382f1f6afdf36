// Time-based one-time passwords (RFC 6238 with HMAC-SHA-1, six digits, steps of 30 s): what authenticator
// apps make. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace nigiwai::people {

inline constexpr std::chrono::seconds kTotpStep{30};
inline constexpr std::size_t kTotpSecretBytes = 20;  // as long as the hash (RFC 4226 4, R6)
// A phone's clock may be this many steps away, either way (RFC 6238 5.2 recommends one).
inline constexpr std::int64_t kTotpStepsAway = 1;

std::int64_t totp_step(WallTime now);
// Six digits of the step (RFC 4226 5.3). `secret` is raw bytes.
std::string totp_code(std::string_view secret, std::int64_t step);

// The step within kTotpStepsAway of now whose code this is; nothing when it is none of theirs. Spaces within
// the code, as people type them, do not matter. Compared in constant time.
std::optional<std::int64_t> totp_match(std::string_view secret, std::string_view code, WallTime now);

// RFC 4648 6, without padding: as apps take a secret by hand.
std::string base32(std::string_view bytes);

// otpauth://totp/… as authenticator apps read it from a QR code (Google's "Key Uri Format").
std::string totp_uri(std::string_view issuer, std::string_view account, std::string_view secret);

}  // namespace nigiwai::people
