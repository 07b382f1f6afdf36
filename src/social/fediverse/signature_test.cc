#include "social/fediverse/signature.h"

#include <gtest/gtest.h>

#include "social/fediverse/rsa.h"

namespace nigiwai::social::fediverse {
namespace {

using namespace std::chrono_literals;

const WallTime kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 29) + 2h + 30min;
const std::string kBody = R"({"type":"Like"})";

const KeyPair& keys() {
  static const auto pair = *make_key_pair();
  return pair;
}

struct Sent {
  Signature signature{};
  SignedRequest request{};
};
// What sign() made, as it comes to a server.
Sent sent(WallTime at = kNow) {
  const auto headers = *sign({.key_id = "https://a.example/u#main-key",
                              .private_key = keys().private_pem,
                              .method = "post",
                              .url = "https://b.example/inbox?x=1",
                              .body = kBody},
                             at);
  Sent made{.request = {.method = "post", .target = "/inbox?x=1", .host = "b.example"}};
  for (const auto& [name, value] : headers) {
    if (name == "Date") made.request.date = value;
    if (name == "Digest") made.request.digest = value;
    if (name == "Signature") made.signature = *read_signature(value);
  }
  return made;
}

bool fits(const Sent& made) {
  const auto text = signing_text(made.signature, made.request);
  return text && verify_rsa(*text, made.signature.bytes, keys().public_pem).value_or(false);
}

TEST(HttpSignature, OfOursIsReadAndFits) {
  const auto made = sent();
  EXPECT_EQ(made.signature.key_id, "https://a.example/u#main-key");
  EXPECT_EQ(made.request.date, "Sun, 29 Nov 2026 02:30:00 GMT");
  EXPECT_TRUE(fits(made));
  EXPECT_TRUE(check_covered(made.signature, made.request, kBody, kNow).has_value());
}

TEST(HttpSignature, FitsNothingElse) {
  auto other = sent();
  other.request.target = "/inbox";
  EXPECT_FALSE(fits(other)) << "another path";
  other = sent();
  other.request.host = "c.example";
  EXPECT_FALSE(fits(other)) << "another server";
  other = sent();
  other.signature.bytes[5] = static_cast<char>(other.signature.bytes[5] ^ 1);
  EXPECT_FALSE(fits(other));
  const auto made = sent();
  const auto stranger = make_key_pair();
  EXPECT_FALSE(
      *verify_rsa(*signing_text(made.signature, made.request), made.signature.bytes, stranger->public_pem));
  EXPECT_FALSE(verify_rsa("text", "bytes", "no key").has_value());
}

TEST(HttpSignature, MustCoverTheBodyAndBeOfNow) {
  const auto made = sent();
  EXPECT_FALSE(check_covered(made.signature, made.request, kBody + " ", kNow));
  EXPECT_FALSE(check_covered(made.signature, made.request, kBody, kNow + 13h));
  EXPECT_FALSE(check_covered(made.signature, made.request, kBody, kNow - 13h));
  EXPECT_TRUE(check_covered(made.signature, made.request, kBody, kNow + 11h).has_value());
  for (const auto* left_out : {"(request-target)", "host", "date", "digest"}) {
    auto less = made;
    std::erase(less.signature.headers, left_out);
    EXPECT_FALSE(check_covered(less.signature, less.request, kBody, kNow)) << left_out;
  }
  auto several = made;
  several.request.digest = "SHA-512=AAAA, " + made.request.digest;
  EXPECT_TRUE(check_covered(several.signature, several.request, kBody, kNow).has_value());
}

TEST(HttpSignature, ReadsOthersSpellings) {
  const auto read = read_signature(
      R"( keyId = "https://a.example/\"u\"" , headers="(request-target)  Host date" ,algorithm=hs2019,signature="AQID" )");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->key_id, "https://a.example/\"u\"");
  EXPECT_EQ(read->headers, (std::vector<std::string>{"(request-target)", "host", "date"}));
  EXPECT_EQ(read->bytes, "\x01\x02\x03");
  for (const auto* odd : {"", "keyId", "keyId=\"a", "keyId=\"a\"", "keyId=\"a\",signature=\"%%\"",
                          "keyId=\"a\" signature=\"AQID\"",
                          "keyId=\"a\",signature=\"AQID\",algorithm=\"hmac-sha256\"", "sig1=:AQID:"}) {
    EXPECT_FALSE(read_signature(odd)) << odd;
  }
  EXPECT_FALSE(read_signature("keyId=\"" + std::string(kMostSignatureHeader, 'a') + "\""));
}

TEST(HttpDate, GoesThereAndBack) {
  EXPECT_EQ(read_http_date(http_date(kNow)), kNow);
  for (const auto* odd :
       {"", "Sun, 29 Nov 2026 02:30:00 UTC", "Sun, 31 Feb 2026 02:30:00 GMT", "Sun, 29 Nov 2026 24:30:00 GMT",
        "Sun, 29 Now 2026 02:30:00 GMT", "2026-11-29T02:30:00Z"}) {
    EXPECT_FALSE(read_http_date(odd)) << odd;
  }
}

}  // namespace
}  // namespace nigiwai::social::fediverse
