// The pages, carried inside the binary.
#pragma once

#include <span>
#include <string_view>

namespace nigiwai::server {

struct Asset {
  std::string_view path;  // "/assets/player-3f2a.js"
  std::string_view hash;
  std::string_view bytes;
  std::string_view gzip;  // empty where it would not help
};

std::span<const Asset> assets();

}  // namespace nigiwai::server
