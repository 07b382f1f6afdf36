#include "social/fediverse/signature.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/time.h"
#include "outbox/deliveries.h"
#include "social/fediverse/rsa.h"

namespace nigiwai::social::fediverse {
namespace {

constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::unexpected<Problem> unsigned_request(std::string detail) {
  return fail(Kind::kUnauthorized, "signature", std::move(detail));
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(lower(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string_view value_of(std::string_view name, const SignedRequest& request) {
  if (name == "host") return request.host;
  if (name == "date") return request.date;
  if (name == "digest") return request.digest;
  if (name == "content-type") return request.content_type;
  return {};
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.resize(text.size() - 1);  // the length counts the closing zero
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size() + 1, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

std::string digest_of(std::string_view body) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  unsigned size = 0;
  EVP_Digest(body.data(), body.size(), hash.data(), &size, EVP_sha256(), nullptr);
  return "SHA-256=" + base64({reinterpret_cast<const char*>(hash.data()), size});
}

std::string http_date(WallTime time) {
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(second - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     kDays.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
                     kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<WallTime> read_http_date(std::string_view text) {
  // "Sun, 29 Nov 2026 02:30:00 GMT"
  if (text.size() != 29 || text.substr(25) != " GMT" || text.substr(3, 2) != ", " || text[19] != ':' ||
      text[22] != ':') {
    return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = -1;
    const auto* end = text.data() + at + length;
    return std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
  };
  const auto month = std::ranges::find(kMonths, text.substr(8, 3)) - kMonths.begin();
  const int day = number(5, 2), year = number(12, 4), hour = number(17, 2), minute = number(20, 2),
            second = number(23, 2);
  if (month == 12 || day < 1 || year < 1970 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 60) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month) + 1),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

Result<Signature> read_signature(std::string_view header) {
  if (header.empty()) return unsigned_request("A delivery must be signed (header Signature).");
  if (header.size() > kMostSignatureHeader) return unsigned_request("The header Signature is too long.");
  const auto odd = [] { return unsigned_request("The header Signature cannot be read (draft-cavage-12)."); };
  Signature signature;
  std::string encoded;
  bool knows_headers = false;
  while (!(header = trimmed(header)).empty()) {
    const auto equals = header.find('=');
    if (equals == std::string_view::npos) return odd();
    const auto name = trimmed(header.substr(0, equals));
    header = trimmed(header.substr(equals + 1));
    std::string value;
    if (header.starts_with('"')) {
      std::size_t at = 1;
      for (; at < header.size() && header[at] != '"'; ++at) {
        if (header[at] == '\\' && at + 1 < header.size()) ++at;
        value += header[at];
      }
      if (at >= header.size()) return odd();
      header.remove_prefix(at + 1);
    } else {
      const auto end = std::min(header.find(','), header.size());
      value = trimmed(header.substr(0, end));
      header.remove_prefix(end);
    }
    header = trimmed(header);
    if (!header.empty()) {
      if (header.front() != ',') return odd();
      header.remove_prefix(1);
    }
    if (name == "keyId") signature.key_id = value;
    if (name == "algorithm") signature.algorithm = lower(value);
    if (name == "signature") encoded = value;
    if (name == "headers") {
      signature.headers = words_of(value);
      knows_headers = true;
    }
  }
  if (!knows_headers) signature.headers = {"date"};
  if (signature.key_id.empty() || encoded.empty() || signature.headers.empty()) return odd();
  if (signature.headers.size() > kMostSignedHeaders) return odd();
  if (!signature.algorithm.empty() && signature.algorithm != "rsa-sha256" &&
      signature.algorithm != "hs2019") {
    return unsigned_request("Only rsa-sha256 is taken for a signature.");
  }
  auto bytes = from_base64(encoded);
  if (!bytes || bytes->empty()) return odd();
  signature.bytes = *std::move(bytes);
  return signature;
}

Result<std::string> signing_text(const Signature& signature, const SignedRequest& request) {
  std::string text;
  for (const auto& name : signature.headers) {
    if (!text.empty()) text += '\n';
    if (name == "(request-target)") {
      text += "(request-target): " + request.method + " " + request.target;
      continue;
    }
    const auto value = value_of(name, request);
    if (value.empty()) return unsigned_request("A header that was signed is missing, or none that we read.");
    text += name + ": " + std::string(value);
  }
  return text;
}

Result<void> check_covered(const Signature& signature, const SignedRequest& request, std::string_view body,
                           WallTime now) {
  for (const auto* name : {"(request-target)", "host", "date", "digest"}) {
    if (!has(signature.headers, name)) {
      return unsigned_request("(request-target), host, date and digest must be signed.");
    }
  }
  const auto date = read_http_date(request.date);
  if (!date) return unsigned_request("The header Date is missing or cannot be read.");
  if (*date > now + kSignatureWindow || *date < now - kSignatureWindow) {
    return unsigned_request("The header Date is more than 12 hours from our clock.");
  }
  // Several digests may stand there; one of them must be SHA-256.
  const auto wanted = digest_of(body).substr(8);
  std::string_view rest = request.digest;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    const auto one = trimmed(rest.substr(0, end));
    if (one.size() > 8 && lower(one.substr(0, 8)) == "sha-256=" && one.substr(8) == wanted) return {};
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return unsigned_request("The header Digest is not that of the body.");
}

Result<std::vector<outbox::PeerHeader>> sign(const Signing& signing, WallTime now) {
  const auto start = signing.url.find('/', signing.url.find("://") + 3);
  auto target = start == std::string::npos ? std::string("/") : signing.url.substr(start);
  target = target.substr(0, target.find('#'));
  SignedRequest request{.method = signing.method,
                        .target = target,
                        .host = outbox::host_of_address(signing.url),
                        .date = http_date(now)};
  Signature signature{.key_id = signing.key_id, .headers = {"(request-target)", "host", "date"}};
  std::vector<outbox::PeerHeader> headers{{"Host", request.host}, {"Date", request.date}};
  if (!signing.body.empty()) {
    request.digest = digest_of(signing.body);
    signature.headers.emplace_back("digest");
    headers.push_back({"Digest", request.digest});
    headers.push_back({"Content-Type", "application/activity+json"});
  }
  const auto text = signing_text(signature, request);
  if (!text) return std::unexpected(text.error());
  const auto bytes = sign_rsa(*text, signing.private_key);
  if (!bytes) return std::unexpected(bytes.error());
  headers.push_back(
      {"Signature",
       fmt::format("keyId=\"{}\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date{}\","
                   "signature=\"{}\"",
                   signing.key_id, signing.body.empty() ? "" : " digest", base64(*bytes))});
  return headers;
}

}  // namespace nigiwai::social::fediverse
