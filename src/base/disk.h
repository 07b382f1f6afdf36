// Files as a seam: what must survive a crash is written through a Disk, so that a test can fill or break it.
//
// For append-only files of ours (recordings). The database has its own seam below SQLite.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/result.h"

namespace nigiwai {

class File {
 public:
  virtual ~File() = default;
  // Adds at the end. After a failure some of the bytes may be there; size() says how many.
  // "disk-full" (unavailable) when there is no room.
  virtual Result<void> append(std::span<const std::uint8_t> bytes) = 0;
  // Reads up to into.size() bytes; fewer only at the end of the file.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const = 0;
  // Returns when everything written is on the medium.
  virtual Result<void> sync() = 0;
  virtual Result<void> truncate(std::uint64_t size) = 0;
  virtual std::uint64_t size() const = 0;
};

enum class OpenMode { kRead, kAppend };  // kAppend makes the file when it is not there

class Disk {
 public:
  virtual ~Disk() = default;
  // not-found when there is no such file to read.
  virtual Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) = 0;
  virtual Result<void> make_directories(const std::filesystem::path& path) = 0;
};

class SystemDisk final : public Disk {
 public:
  Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) override;
  Result<void> make_directories(const std::filesystem::path& path) override;
};

}  // namespace nigiwai
