#include "social/channels/network.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <memory>

#include "base/text.h"
#include "base/time.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostSaid = 300;  // characters of a network's own words that we pass on

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

const json::value* value_at(const json::object& object, std::initializer_list<std::string_view> path) {
  const json::object* within = &object;
  const json::value* value = nullptr;
  for (const auto part : path) {
    if (within == nullptr) return nullptr;
    value = within->if_contains(part);
    within = value == nullptr ? nullptr : value->if_object();
  }
  return value;
}

std::string shown(std::string_view said) {
  auto clean = clean_text(mended_utf8(said.substr(0, kMostSaid * 4)), {.most = kMostSaid * 4}, "");
  return clean ? *std::move(clean) : std::string();
}

}  // namespace

std::string peer_of(const std::string& url) {
  struct Closing {
    void operator()(CURLU* each) const { curl_url_cleanup(each); }
  };
  const std::unique_ptr<CURLU, Closing> parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  const auto part = [&](CURLUPart wanted, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(parsed.get(), wanted, &text, flags) != CURLUE_OK || text == nullptr)
      return std::string();
    std::string copy = text;
    curl_free(text);
    return copy;
  };
  auto host = part(CURLUPART_HOST);
  std::ranges::transform(host, host.begin(), [](unsigned char c) { return std::tolower(c); });
  return host + ":" + part(CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

std::string base_of(const NetworkParts& parts, const ChannelAccount& account, std::string_view own) {
  const auto base = text_at(account.settings, {"base"});
  const bool opened =
      !base.empty() && std::ranges::find(parts.private_peers, peer_of(base)) != parts.private_peers.end();
  return opened ? base : std::string(own);
}

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string form_of(std::initializer_list<FormField> fields) {
  std::string form;
  for (const auto& field : fields) {
    if (!form.empty()) form += '&';
    form += encoded(field.name) + "=" + encoded(field.value);
  }
  return form;
}

std::string base64_of(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.resize(text.size() - 1);  // the length counts the closing zero
  return text;
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  std::string hash(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

std::string sha256(std::string_view message) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), bytes_of(message), message.size());
  return hash;
}

std::string hex_of(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

outbox::PeerRequest json_request(std::string method, std::string url, const json::object& body) {
  return {.method = std::move(method),
          .url = std::move(url),
          .headers = {{"Content-Type", "application/json"}},
          .body = json::serialize(body)};
}

std::string text_at(const json::object& object, std::initializer_list<std::string_view> path) {
  const auto* value = value_at(object, path);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

std::optional<std::int64_t> whole_at(const json::object& object,
                                     std::initializer_list<std::string_view> path) {
  const auto* value = value_at(object, path);
  const auto* whole = value == nullptr ? nullptr : value->if_int64();
  return whole == nullptr ? std::nullopt : std::optional(*whole);
}

const json::object* object_at(const json::object& object, std::initializer_list<std::string_view> path) {
  const auto* value = value_at(object, path);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* array_at(const json::object& object, std::initializer_list<std::string_view> path) {
  const auto* value = value_at(object, path);
  return value == nullptr ? nullptr : value->if_array();
}

Result<NetworkAnswer> ask_network(const NetworkParts& parts, const outbox::PeerRequest& request,
                                  std::string_view network) {
  auto answer = parts.peers.ask(request);
  if (!answer) {
    auto problem = answer.error().because(network);
    if (problem.kind == Kind::kTooLarge) problem.kind = Kind::kUnavailable;
    if (problem.kind == Kind::kUnavailable) problem.retry_after = kUsualPatience;
    return std::unexpected(std::move(problem));
  }
  NetworkAnswer read{.status = answer->status};
  boost::system::error_code error;
  auto body = json::parse(answer->body, error);
  if (!error && body.is_object()) {
    read.body = std::move(body.get_object());
    read.is_json = true;
  }
  read.raw = *std::move(answer);
  return read;
}

std::unexpected<Problem> refused(const NetworkAnswer& answer, const Refusal& refusal) {
  const auto said = shown(refusal.said);
  const auto words = said.empty() ? std::string(".") : fmt::format(": {}", said);
  if (answer.good()) return nonsense(refusal.network);
  Problem problem{.kind = Kind::kConflict,
                  .type = "channel-refused",
                  .detail = fmt::format("{} refused this ({}){}", refusal.network, answer.status, words)};
  if (answer.status == 429) {
    problem.kind = Kind::kTooMany;
    problem.type = "too-many";
    problem.detail = fmt::format("{} wants us to wait{}", refusal.network, words);
    problem.retry_after = std::clamp(refusal.patience, Milliseconds(1'000), kLongestPatience);
  } else if (answer.status >= 500 || answer.status < 200) {
    problem.kind = Kind::kUnavailable;
    problem.type = "unavailable";
    problem.detail =
        fmt::format("{} has trouble at the moment ({}){}", refusal.network, answer.status, words);
    problem.retry_after = kUsualPatience;
  }
  return std::unexpected(std::move(problem));
}

std::unexpected<Problem> nonsense(std::string_view network) {
  return std::unexpected(Problem{.kind = Kind::kUnavailable,
                                 .type = "unavailable",
                                 .detail = fmt::format("{} answered what we do not understand.", network),
                                 .retry_after = kUsualPatience});
}

Milliseconds patience_until(const NetworkParts& parts, const NetworkAnswer& answer,
                            std::initializer_list<std::string_view> headers) {
  const auto number = [&](std::string_view name) {
    const auto text = answer.raw.header(name);
    std::int64_t seconds = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return error == std::errc() && seconds > 0 && seconds < 100'000'000'000 ? std::optional(seconds)
                                                                            : std::nullopt;
  };
  if (const auto after = number("retry-after")) return std::chrono::seconds(*after);
  Milliseconds longest{0};
  for (const auto name : headers) {
    if (const auto at = number(name)) longest = std::max(longest, from_ms(*at * 1000) - parts.clock.wall());
  }
  return longest > Milliseconds{0} ? longest : kUsualPatience;
}

Result<PictureFile> read_picture(const std::string& path, std::size_t most_bytes, std::string_view network) {
  const auto wrong = [](std::string detail) {
    return fail(Kind::kConflict, "channel-picture", std::move(detail), "/picture");
  };
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return wrong("The picture is not there any more.");
  if (size > most_bytes) {
    return wrong(
        fmt::format("{} takes pictures of at most {} bytes; this one has {}.", network, most_bytes, size));
  }
  std::ifstream file(path, std::ios::binary);
  PictureFile picture{.bytes = std::string(std::istreambuf_iterator<char>(file), {})};
  if (picture.bytes.starts_with("\xFF\xD8\xFF")) {
    picture.media_type = "image/jpeg";
  } else if (picture.bytes.starts_with("\x89PNG\r\n\x1A\n")) {
    picture.media_type = "image/png";
  } else {
    return wrong("The picture is neither JPEG nor PNG.");
  }
  return picture;
}

Result<void> check_length(const Channel& channel, const Saying& saying, std::string_view network) {
  const auto length = channel.length_of(saying.text);
  if (length <= channel.most_length()) return {};
  return fail(
      Kind::kConflict, "channel-length",
      fmt::format("This text counts {} on {}; at most {} fit.", length, network, channel.most_length()),
      "/text");
}

}  // namespace nigiwai::social
