#include "server/options.h"

#include <fmt/format.h>

#include <boost/url/parse.hpp>

namespace nigiwai::server {

Result<std::string> origin_of(const std::string& url, const std::string& field) {
  const auto parsed = boost::urls::parse_uri(url);
  const bool fine = parsed && (parsed->scheme() == "http" || parsed->scheme() == "https") &&
                    !parsed->host().empty() &&
                    (parsed->encoded_path().empty() || parsed->encoded_path() == "/") && !parsed->has_query();
  if (!fine) {
    return invalid(field, fmt::format("'{}' is no address of a site, such as https://shop.example.", url));
  }
  auto origin = std::string(parsed->scheme()) + "://" + std::string(parsed->encoded_host_and_port());
  for (auto& c : origin) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return origin;
}

}  // namespace nigiwai::server
