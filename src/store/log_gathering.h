// A write-ahead log that reaches the kernel in large pieces.
//
// SQLite hands each page of a commit over in two writes, of 24 and of 4,096 bytes, one behind the other, and
// syncs when all are there. Between them nobody else reads what is written, so they are kept together until
// the sync, or until anything else is asked of the file. What a write would have failed with, the sync does.
#pragma once

namespace nigiwai::store {

// More is handed over before its sync: the most that SQLite's own file takes at once.
inline constexpr int kMostGathered = 128 * 1024 - 1;

// The name of a SQLite VFS that does so over the one called `base` (null: the system's). Only for connections
// that sync at each commit: others publish what they did not sync, and it would not be there to read.
const char* gathering_vfs(const char* base);

}  // namespace nigiwai::store
