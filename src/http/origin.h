// The origin of a site, as a browser writes it in the Origin header.
#pragma once

#include <string>

#include "base/result.h"

namespace nigiwai::http {

// "https://shop.example" of "https://Shop.example:443/": scheme, host and a port that is not the scheme's
// own, in lower case. Only letters, digits, '.', '-', ':' and brackets are left in it, so that it may stand
// in a header. Refuses whatever else an address may have, naming `field`.
Result<std::string> site_origin(const std::string& url, const std::string& field);

// The host of such an origin, an IPv6 address with its brackets.
std::string host_of(const std::string& origin);

}  // namespace nigiwai::http
