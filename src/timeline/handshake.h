// The HTTP side of opening a WebSocket (RFC 6455 4.2).
#pragma once

#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace nigiwai::timeline {

// Whether the request asks for a WebSocket at all.
bool asks_for_websocket(const http::Request& request);

// The 101 that opens it, with `protocol` when the client named it; the caller sets `takeover`. Fails with
// "invalid" when the request is no handshake of version 13.
Result<http::Response> open_websocket(const http::Request& request, std::string_view protocol);

}  // namespace nigiwai::timeline
