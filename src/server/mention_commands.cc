#include "server/mention_commands.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace nigiwai::server {

Result<void> find_spikes(const std::string& file, social::SpikesAs what) {
  std::ios::sync_with_stdio(false);
  if (file == "-") return social::print_spikes(std::cin, std::cout, what);
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Kind::kNotFound, "not-found", fmt::format("{} cannot be read.", file), "FILE");
  return social::print_spikes(in, std::cout, what);
}

}  // namespace nigiwai::server
