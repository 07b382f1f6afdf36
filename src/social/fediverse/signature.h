// HTTP signatures as the fediverse speaks them: draft-cavage-http-signatures-12 with RSA-SHA256 over
// `(request-target) host date digest`. Pure but for the clock handed in.
//
// Reads what strangers send, so everything has a limit and a refusal. `hs2019` is taken for RSA-SHA256, as
// Mastodon does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "outbox/peers.h"

namespace nigiwai::social::fediverse {

inline constexpr std::size_t kMostSignatureHeader = 4096;  // RSA-4096 in base64 is 700
inline constexpr std::size_t kMostSignedHeaders = 20;
// How far a signed Date may be from our clock, either way: clocks of small servers are off, and a delivery
// may stand in a queue in front of us.
inline constexpr std::chrono::hours kSignatureWindow{12};

struct Signature {
  std::string key_id{};
  std::string algorithm{};             // empty when it was not said
  std::vector<std::string> headers{};  // signed, in order, lower case
  std::string bytes{};                 // decoded
};
// Reads `keyId="…",algorithm="…",headers="…",signature="…"`. unauthorized when it is none.
Result<Signature> read_signature(std::string_view header);

// What was signed: `value_of` gives each header as it came (several joined by ", "); nothing stands for one
// that is not there, which is a refusal.
struct SignedRequest {
  std::string method{};  // lower case
  std::string target{};  // path and query, as sent
  std::string host{};
  std::string date{};
  std::string digest{};
  std::string content_type{};
};
Result<std::string> signing_text(const Signature& signature, const SignedRequest& request);

// Whether the request is covered as it must be, its Digest is that of `body` and its Date is near `now`;
// unauthorized otherwise, saying why.
Result<void> check_covered(const Signature& signature, const SignedRequest& request, std::string_view body,
                           WallTime now);

// "SHA-256=…"
std::string digest_of(std::string_view body);
// "Sun, 29 Nov 2026 02:30:00 GMT" (RFC 9110 5.6.7), and back; nothing for another form.
std::string http_date(WallTime time);
std::optional<WallTime> read_http_date(std::string_view text);

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

// The headers that sign this request: Host, Date, Digest (with a body) and Signature. `url` is where it goes.
struct Signing {
  std::string key_id{};
  std::string private_key{};  // PEM
  std::string method{};       // "post"
  std::string url{};
  std::string body{};
};
Result<std::vector<outbox::PeerHeader>> sign(const Signing& signing, WallTime now);

}  // namespace nigiwai::social::fediverse
