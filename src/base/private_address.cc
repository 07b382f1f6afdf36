#include "base/private_address.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace nigiwai {
namespace {

struct Net4 {
  std::uint32_t net;
  int bits;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array kNotGlobal4{
    Net4{ip(0, 0, 0, 0), 8},      Net4{ip(10, 0, 0, 0), 8},     Net4{ip(100, 64, 0, 0), 10},
    Net4{ip(127, 0, 0, 0), 8},    Net4{ip(169, 254, 0, 0), 16}, Net4{ip(172, 16, 0, 0), 12},
    Net4{ip(192, 0, 0, 0), 24},   Net4{ip(192, 0, 2, 0), 24},   Net4{ip(192, 88, 99, 0), 24},
    Net4{ip(192, 168, 0, 0), 16}, Net4{ip(198, 18, 0, 0), 15},  Net4{ip(198, 51, 100, 0), 24},
    Net4{ip(203, 0, 113, 0), 24}, Net4{ip(224, 0, 0, 0), 4},    Net4{ip(240, 0, 0, 0), 4},
};

bool is_private4(std::uint32_t address) {
  return std::ranges::any_of(
      kNotGlobal4, [&](const Net4& range) { return (address ^ range.net) >> (32 - range.bits) == 0; });
}

using Bytes16 = std::array<std::uint8_t, 16>;

std::uint32_t four(const Bytes16& bytes, std::size_t at) {
  return ip(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool is_private6(const Bytes16& bytes) {
  const auto first = four(bytes, 0);
  // Only 2000::/3 is given out as global unicast; IPv4 in 6to4 and behind NAT64 is looked through.
  if (first == 0x0064ff9b && four(bytes, 4) == 0 && four(bytes, 8) == 0) return is_private4(four(bytes, 12));
  if ((first >> 29U) != 1) {
    const bool mapped = first == 0 && four(bytes, 4) == 0 && four(bytes, 8) == 0xffff;
    return !mapped || is_private4(four(bytes, 12));
  }
  if (first >> 16U == 0x2002) return is_private4(four(bytes, 2));
  const bool protocols = first >> 9U == 0x20010000U >> 9U;  // 2001::/23, Teredo and ORCHID among them
  const bool documentation = first == 0x20010db8 || first >> 12U == 0x3fff0;
  return protocols || documentation;
}

}  // namespace

bool is_private_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_private4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    Bytes16 bytes;
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return is_private6(bytes);
  }
  return true;
}

}  // namespace nigiwai
