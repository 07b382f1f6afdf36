// A request and its response as the rest of the house sees them: no network library in sight.
#pragma once

#include <boost/container/flat_map.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "http/caller.h"

namespace nigiwai::http {

struct TakenConnection;  // connection.h: the socket, for what stays open (WebSocket, server-sent events)

// Values by name: few, so that they stand side by side.
using Named = boost::container::flat_map<std::string, std::string, std::less<>>;

struct Request {
  std::string method;
  std::string target;  // as sent: path and query
  std::string path;    // percent-decoded
  Named parameters;    // from the route's {names}
  Named query;
  Named headers;  // names in lower case
  std::string body;
  std::string peer;  // the client's address without port, through trusted proxies
  Caller caller;
  bool by_cookie = false;  // the caller's token came as a cookie

  // Empty when absent.
  std::string_view header(std::string_view lower_case_name) const;
  std::string_view parameter(std::string_view name) const;
  std::optional<std::string_view> asked(std::string_view query_name) const;
  std::string_view cookie(std::string_view name) const;
  bool wants(std::string_view media_type) const;  // named in Accept
  // A whole number in the query: nullopt when absent, a problem naming it when it is no number in the range.
  Result<std::optional<std::int64_t>> whole(std::string_view query_name, std::int64_t least,
                                            std::int64_t most) const;
};

// Bytes that somebody else owns, written without a copy.
struct SharedBytes {
  std::shared_ptr<const void> owner;
  const char* data = nullptr;
  std::size_t size = 0;
};
template <class Container>
SharedBytes shared_bytes(std::shared_ptr<const Container> bytes) {
  const auto* data = reinterpret_cast<const char*>(bytes->data());
  const auto size = bytes->size();
  return {std::move(bytes), data, size};
}

// A stretch of an open file, read as it is sent.
struct FileSpan {
  std::shared_ptr<const int> descriptor;  // closed by its deleter
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};
// Opens a regular file for sending; not-found when there is none.
Result<FileSpan> open_file(const std::string& path);

using Body = std::variant<std::string, SharedBytes, FileSpan>;

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};
  Body body{};
  // Set: after the head is sent the connection is handed over and HTTP is done with it.
  std::function<void(TakenConnection)> takeover{};

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

std::size_t size_of(const Body& body);

Response json_response(const boost::json::value& value, int status = 200);
Response json_response(std::string text, int status);  // of what is JSON already
Response text_response(std::string text, std::string_view media_type, int status = 200);
Response empty_response(int status = 204);
Response redirect(std::string location, int status = 303);
// The one place where kinds become status codes (RFC 9457).
Response problem_response(const Problem& problem);
boost::json::object problem_json(const Problem& problem);
int status_of(Kind kind);

// Cuts `whole` to what a Range header asks for: 206 with Content-Range, 416, or 200 for none (RFC 9110 14.2).
Response ranged(const Request& request, Response whole);
// 304 when If-None-Match names `etag` (with its quotes); sets ETag otherwise.
Response tagged(const Request& request, Response whole, const std::string& etag);

}  // namespace nigiwai::http
