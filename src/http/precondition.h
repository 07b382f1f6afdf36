// Writes that hold only for what their sender has seen (RFC 9110 13.1): If-Match with the version of a thing.
#pragma once

#include <optional>
#include <string>

#include "http/message.h"

namespace nigiwai::http {

// The entity tag of a version: "3", with its quotes.
std::string version_tag(std::int64_t version);

// The version that If-Match names; 0 for If-None-Match: *, which means that there must be none yet; nothing
// when the sender does not care. Refuses what is no tag of ours, naming the header.
Result<std::optional<std::int64_t>> version_expected(const Request& request);

// 412 for a problem that says how the thing stands now (RFC 9110 15.5.13).
Response stale_response(const Problem& problem);

}  // namespace nigiwai::http
