// What `nigiwai serve` is told, on the command line or as NIGIWAI_… in the environment.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace nigiwai::server {

struct Options {
  std::string data;
  std::string listen = "127.0.0.1:8080";
  std::string rtmp = "127.0.0.1:1935";
  std::string srt = "127.0.0.1:9710";
  std::string public_url;  // default: http:// and what is listened on
  std::vector<std::string> trusted_proxies;
  std::string smtp;
  std::vector<std::string> allowed_private_peers;
  bool debug = false;
};

// "https://shop.example" of "https://shop.example/": scheme and authority alone, in lower case; names the
// field.
Result<std::string> origin_of(const std::string& url, const std::string& field);

}  // namespace nigiwai::server
