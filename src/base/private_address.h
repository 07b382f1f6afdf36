// Which addresses no stranger may send us to.
#pragma once

#include <sys/socket.h>

namespace nigiwai {

// Private, of this machine, of this link, of a carrier, multicast, reserved or unspecified: everything that
// IANA's special-purpose registries (RFC 6890) do not list as globally reachable; also as IPv4 inside IPv6.
// True for every family that is neither IPv4 nor IPv6.
bool is_private_address(const sockaddr& address);

}  // namespace nigiwai
