#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <charconv>

#include "http/server.h"

namespace nigiwai::http {
namespace {

namespace ip = boost::asio::ip;

bool within(const ip::address& address, const std::string& cidr) {
  boost::system::error_code error;
  const auto plain = address.is_v6() && address.to_v6().is_v4_mapped()
                         ? ip::address(ip::make_address_v4(ip::v4_mapped, address.to_v6()))
                         : address;
  if (plain.is_v4()) {
    const auto network =
        ip::make_network_v4(cidr.find('/') == std::string::npos ? cidr + "/32" : cidr, error);
    return !error &&
           network.canonical() == ip::network_v4(plain.to_v4(), network.prefix_length()).canonical();
  }
  const auto network = ip::make_network_v6(cidr.find('/') == std::string::npos ? cidr + "/128" : cidr, error);
  return !error && network.canonical() == ip::network_v6(plain.to_v6(), network.prefix_length()).canonical();
}

bool trusted(const std::string& text, const std::vector<std::string>& proxies) {
  boost::system::error_code error;
  const auto address = ip::make_address(text, error);
  if (error) return false;
  return std::any_of(proxies.begin(), proxies.end(), [&](const auto& cidr) { return within(address, cidr); });
}

}  // namespace

Result<Endpoint> parse_endpoint(const std::string& text, const std::string& field) {
  const auto colon = text.rfind(':');
  unsigned port = 0;
  bool fine = colon != std::string::npos && colon > 0;
  if (fine) {
    const auto* end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data() + colon + 1, end, port);
    fine = error == std::errc() && read == end && port <= 65535;
  }
  if (!fine) return invalid(field, fmt::format("'{}' is no HOST:PORT, such as 127.0.0.1:8080.", text));
  auto host = text.substr(0, colon);
  if (host.starts_with("[") && host.ends_with("]")) host = host.substr(1, host.size() - 2);
  return Endpoint{std::move(host), static_cast<std::uint16_t>(port)};
}

bool is_network(const std::string& text) {
  boost::system::error_code error;
  const bool single = text.find('/') == std::string::npos;
  if (text.find(':') == std::string::npos) {
    ip::make_network_v4(single ? text + "/32" : text, error);
  } else {
    ip::make_network_v6(single ? text + "/128" : text, error);
  }
  return !error;
}

std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const std::vector<std::string>& proxies) {
  std::string address = peer;
  while (trusted(address, proxies) && !forwarded_for.empty()) {
    const auto comma = forwarded_for.rfind(',');
    auto last = comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
    while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
    while (!last.empty() && last.back() == ' ') last.remove_suffix(1);
    boost::system::error_code error;
    ip::make_address(std::string(last), error);
    if (error) break;
    address = std::string(last);
    forwarded_for = comma == std::string_view::npos ? std::string_view() : forwarded_for.substr(0, comma);
  }
  return address;
}

}  // namespace nigiwai::http
