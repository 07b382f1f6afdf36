#include "timeline/handshake.h"

#include <string>

#include "timeline/websocket.h"

namespace nigiwai::timeline {
namespace {

bool names(std::string_view list, std::string_view wanted) {
  for (std::size_t from = 0; from <= list.size();) {
    const auto comma = std::min(list.find(',', from), list.size());
    auto item = list.substr(from, comma - from);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (item == wanted) return true;
    from = comma + 1;
  }
  return false;
}

std::string lower(std::string_view text) {
  std::string made(text);
  for (auto& c : made) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return made;
}

}  // namespace

bool asks_for_websocket(const http::Request& request) {
  return lower(request.header("upgrade")) == "websocket";
}

Result<http::Response> open_websocket(const http::Request& request, std::string_view protocol) {
  const auto key = request.header("sec-websocket-key");
  if (!asks_for_websocket(request) || request.header("sec-websocket-version") != "13" || key.size() != 24 ||
      lower(request.header("connection")).find("upgrade") == std::string::npos) {
    return fail(Kind::kInvalid, "invalid", "This is not a WebSocket handshake of version 13.");
  }
  auto response = http::empty_response(101);
  response.with("Upgrade", "websocket").with("Connection", "Upgrade");
  response.with("Sec-WebSocket-Accept", websocket::accept_of(key));
  if (names(request.header("sec-websocket-protocol"), protocol)) {
    response.with("Sec-WebSocket-Protocol", std::string(protocol));
  }
  return response;
}

}  // namespace nigiwai::timeline
