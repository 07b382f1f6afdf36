// The tags of an FLV file, as an encoder sends them over RTMP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nigiwai::bench {

struct FlvTag {
  std::uint8_t type = 0;  // 8 sound, 9 picture, 18 data: RTMP's message types are the same
  std::uint32_t at_ms = 0;
  std::string_view body;
};

struct Flv {
  std::string file;
  std::vector<FlvTag> tags;  // point into `file`
  std::uint32_t length_ms = 0;
};

// Ends the process where the file is not there or no FLV.
Flv read_flv(const std::string& path);

}  // namespace nigiwai::bench
