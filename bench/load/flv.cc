#include "load/flv.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "load/poller.h"

namespace nigiwai::bench {
namespace {

constexpr std::size_t kFileHead = 13;  // with the size of the tag before the first
constexpr std::size_t kTagHead = 11;

std::uint32_t whole24(std::string_view bytes) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
  };
  return byte(0) << 16 | byte(1) << 8 | byte(2);
}

}  // namespace

Flv read_flv(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  Flv flv;
  flv.file.assign(std::istreambuf_iterator<char>(in), {});
  std::string_view rest = flv.file;
  if (!rest.starts_with("FLV") || rest.size() < kFileHead) give_up(path + " is no FLV");
  rest.remove_prefix(kFileHead);
  while (rest.size() > kTagHead) {
    const auto size = whole24(rest.substr(1));
    if (rest.size() < kTagHead + size) break;
    const auto high = static_cast<std::uint32_t>(static_cast<unsigned char>(rest[7])) << 24;
    const FlvTag tag{.type = static_cast<std::uint8_t>(rest[0]),
                     .at_ms = high | whole24(rest.substr(4)),
                     .body = rest.substr(kTagHead, size)};
    flv.tags.push_back(tag);
    flv.length_ms = std::max(flv.length_ms, tag.at_ms);
    rest.remove_prefix(std::min(rest.size(), kTagHead + size + 4));
  }
  if (flv.tags.empty()) give_up(path + " has no tags");
  return flv;
}

}  // namespace nigiwai::bench
