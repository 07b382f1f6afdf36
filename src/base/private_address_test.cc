#include "base/private_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <string>

namespace nigiwai {
namespace {

bool is_private(const std::string& text) {
  sockaddr_storage storage{};
  if (text.find(':') == std::string::npos) {
    auto& in = reinterpret_cast<sockaddr_in&>(storage);
    in.sin_family = AF_INET;
    EXPECT_EQ(::inet_pton(AF_INET, text.c_str(), &in.sin_addr), 1) << text;
  } else {
    auto& in = reinterpret_cast<sockaddr_in6&>(storage);
    in.sin6_family = AF_INET6;
    EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &in.sin6_addr), 1) << text;
  }
  return is_private_address(reinterpret_cast<const sockaddr&>(storage));
}

TEST(PrivateAddress, KnowsWhatIsNotOnTheInternet) {
  for (const auto* text : {"127.0.0.1",   "10.1.2.3",        "172.16.0.1",      "172.31.255.255",
                           "192.168.0.1", "169.254.169.254", "100.64.0.1",      "0.0.0.0",
                           "224.0.0.1",   "255.255.255.255", "198.19.0.1",      "::1",
                           "::",          "fe80::1",         "fc00::1",         "fd12:3456::1",
                           "ff02::1",     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
                           "2001:db8::1", "2001::1"}) {
    EXPECT_TRUE(is_private(text)) << text;
  }
  for (const auto* text : {"1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
                           "192.167.255.255", "198.17.255.255", "223.255.255.255", "2606:4700::1111",
                           "2400:cb00::1", "::ffff:1.1.1.1", "64:ff9b::808:808", "2002:808:808::"}) {
    EXPECT_FALSE(is_private(text)) << text;
  }
}

}  // namespace
}  // namespace nigiwai
