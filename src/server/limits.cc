#include "server/limits.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>

namespace nigiwai::server {

std::size_t raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  // "Unlimited" still ends somewhere; a million connections are more than one machine serves.
  return std::min<std::size_t>(limit.rlim_cur, 1'000'000);
}

std::size_t usable_cores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (::sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
  return static_cast<std::size_t>(std::max(1, CPU_COUNT(&cores)));
}

Room room_for(std::size_t open_files) {
  const auto usable =
      open_files > 2 * kReservedDescriptors ? open_files - kReservedDescriptors : open_files / 2;
  return {.sockets = usable * 2 / 3, .connections = usable / 3};
}

}  // namespace nigiwai::server
