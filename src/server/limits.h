// What this machine lets the server hold.
#pragma once

#include <cstddef>

namespace nigiwai::server {

// Descriptors kept for all that is not a connection: the database, recordings, encoders, logs.
inline constexpr std::size_t kReservedDescriptors = 512;

// Raises the process's own limit of open files as far as it may, and answers it.
std::size_t raise_open_files();

// The cores that this process may run on, at least one.
std::size_t usable_cores();

struct Room {
  std::size_t sockets;      // readers of timelines
  std::size_t connections;  // HTTP connections, those of players' downloads among them
};
// A player on a page holds one socket and up to two downloads at once.
Room room_for(std::size_t open_files);

}  // namespace nigiwai::server
