#include "http/origin.h"

#include <fmt/format.h>

#include <boost/url/parse.hpp>

namespace nigiwai::http {

Result<std::string> site_origin(const std::string& url, const std::string& field) {
  const auto wrong = [&] {
    return invalid(field, fmt::format("'{}' is no address of a site, such as https://shop.example.", url));
  };
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https") || parsed->host().empty() ||
      !(parsed->encoded_path().empty() || parsed->encoded_path() == "/") || parsed->has_query() ||
      parsed->has_fragment() || parsed->has_userinfo()) {
    return wrong();
  }
  std::string host(parsed->encoded_host());
  for (auto& c : host) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]") != std::string::npos)
    return wrong();
  const std::string port(parsed->port());
  const bool usual = port.empty() || port == (parsed->scheme() == "https" ? "443" : "80");
  return std::string(parsed->scheme()) + "://" + host + (usual ? "" : ":" + port);
}

std::string host_of(const std::string& origin) {
  auto host = origin.substr(origin.find("//") + 2);
  const auto bracket = host.find(']');
  if (bracket != std::string::npos) return host.substr(0, bracket + 1);
  return host.substr(0, host.find(':'));
}

}  // namespace nigiwai::http
