#include "http/message.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <charconv>

namespace nigiwai::http {
namespace {

std::string_view value_or_empty(const Named& map, std::string_view name) {
  const auto found = map.find(name);
  return found == map.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Body slice(Body body, std::uint64_t offset, std::uint64_t size) {
  if (auto* text = std::get_if<std::string>(&body)) {
    return text->substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
  }
  if (auto* bytes = std::get_if<SharedBytes>(&body)) {
    return SharedBytes{bytes->owner, bytes->data + offset, static_cast<std::size_t>(size)};
  }
  auto& file = std::get<FileSpan>(body);
  return FileSpan{file.descriptor, file.offset + offset, size};
}

}  // namespace

std::string_view Request::header(std::string_view name) const { return value_or_empty(headers, name); }
std::string_view Request::parameter(std::string_view name) const { return value_or_empty(parameters, name); }

std::optional<std::string_view> Request::asked(std::string_view name) const {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  return std::string_view(found->second);
}

std::string_view Request::cookie(std::string_view name) const {
  auto rest = header("cookie");
  while (!rest.empty()) {
    const auto end = rest.find(';');
    auto pair = rest.substr(0, end);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return {};
}

bool Request::wants(std::string_view media_type) const {
  return header("accept").find(media_type) != std::string_view::npos;
}

Result<std::optional<std::int64_t>> Request::whole(std::string_view name, std::int64_t least,
                                                   std::int64_t most) const {
  const auto text = asked(name);
  if (!text) return std::optional<std::int64_t>();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (text->empty() || error != std::errc() || end != text->data() + text->size() || value < least ||
      value > most) {
    return invalid(std::string(name), fmt::format("This must be a whole number from {} to {}.", least, most));
  }
  return std::optional(value);
}

Result<FileSpan> open_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about{};
  if (descriptor < 0 || ::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
    if (descriptor >= 0) ::close(descriptor);
    return fail(Kind::kNotFound, "not-found", "There is no such file.");
  }
  std::shared_ptr<const int> held(new int(descriptor), [](const int* open) {
    ::close(*open);
    delete open;
  });
  return FileSpan{std::move(held), 0, static_cast<std::uint64_t>(about.st_size)};
}

std::size_t size_of(const Body& body) {
  if (const auto* text = std::get_if<std::string>(&body)) return text->size();
  if (const auto* bytes = std::get_if<SharedBytes>(&body)) return bytes->size;
  return static_cast<std::size_t>(std::get<FileSpan>(body).size);
}

Response json_response(const boost::json::value& value, int status) {
  return json_response(boost::json::serialize(value), status);
}

Response json_response(std::string text, int status) {
  Response response{.status = status, .headers = {}, .body = std::move(text), .takeover = {}};
  response.with("Content-Type", "application/json").with("Cache-Control", "no-store");
  return response;
}

Response text_response(std::string text, std::string_view media_type, int status) {
  Response response{.status = status, .headers = {}, .body = std::move(text), .takeover = {}};
  response.with("Content-Type", std::string(media_type));
  return response;
}

Response empty_response(int status) { return {.status = status, .headers = {}, .body = {}, .takeover = {}}; }

Response redirect(std::string location, int status) {
  auto response = empty_response(status);
  response.with("Location", std::move(location));
  return response;
}

int status_of(Kind kind) {
  switch (kind) {
    case Kind::kInvalid:
      return 400;
    case Kind::kUnauthorized:
      return 401;
    case Kind::kForbidden:
      return 403;
    case Kind::kNotFound:
      return 404;
    case Kind::kWrongMethod:
      return 405;
    case Kind::kConflict:
      return 409;
    case Kind::kTooLarge:
      return 413;
    case Kind::kUnsupported:
      return 415;
    case Kind::kUnprocessable:
      return 422;
    case Kind::kTooMany:
      return 429;
    case Kind::kUnavailable:
      return 503;
    case Kind::kInternal:
      return 500;
  }
  return 500;
}

namespace {

std::string_view title_of(int status) {
  switch (status) {
    case 400:
      return "The request is not right";
    case 401:
      return "Sign in first";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 409:
      return "Not possible now";
    case 413:
      return "Too large";
    case 415:
      return "This kind of content is not taken";
    case 422:
      return "This key was used for something else";
    case 429:
      return "Too many requests";
    case 503:
      return "Not available now";
    default:
      return "Something went wrong";
  }
}

}  // namespace

boost::json::object problem_json(const Problem& problem) {
  const int status = status_of(problem.kind);
  boost::json::object body{{"type", "/problems/" + problem.type},
                           {"title", title_of(status)},
                           {"status", status},
                           {"detail", problem.detail}};
  if (!problem.field.empty()) body["field"] = problem.field;
  if (problem.retry_after.count() > 0) body["retry_after_ms"] = problem.retry_after.count();
  for (const auto& member : problem.extra) body[member.key()] = member.value();
  return body;
}

Response problem_response(const Problem& problem) {
  Response response{.status = status_of(problem.kind),
                    .headers = {},
                    .body = boost::json::serialize(problem_json(problem)),
                    .takeover = {}};
  response.with("Content-Type", "application/problem+json").with("Cache-Control", "no-store");
  if (problem.retry_after.count() > 0) {
    response.with("Retry-After", fmt::format("{}", (problem.retry_after.count() + 999) / 1000));
  }
  return response;
}

Response ranged(const Request& request, Response whole) {
  whole.with("Accept-Ranges", "bytes");
  const auto header = request.header("range");
  if (whole.status != 200 || !header.starts_with("bytes=") || header.find(',') != std::string_view::npos)
    return whole;
  const auto spec = header.substr(6);
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos) return whole;
  const std::uint64_t size = size_of(whole.body);
  auto first = number(spec.substr(0, dash));
  auto last = number(spec.substr(dash + 1));
  if (!first && !last) return whole;
  if (!first) {  // the last N bytes
    first = size - std::min(*last, size);
    last = size == 0 ? 0 : size - 1;
  } else {
    last = std::min(last.value_or(size), size == 0 ? 0 : size - 1);
  }
  if (*first >= size || *first > *last) {
    auto refused = empty_response(416);
    refused.with("Content-Range", fmt::format("bytes */{}", size));
    return refused;
  }
  whole.status = 206;
  whole.with("Content-Range", fmt::format("bytes {}-{}/{}", *first, *last, size));
  whole.body = slice(std::move(whole.body), *first, *last - *first + 1);
  return whole;
}

Response tagged(const Request& request, Response whole, const std::string& etag) {
  if (request.header("if-none-match").find(etag) != std::string_view::npos) {
    auto same = empty_response(304);
    same.with("ETag", etag);
    return same;
  }
  whole.with("ETag", etag);
  return whole;
}

}  // namespace nigiwai::http
