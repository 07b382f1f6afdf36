#include "base/disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace nigiwai {
namespace {

std::unexpected<Problem> failure(int error, std::string_view doing, const std::filesystem::path& path) {
  const auto said = fmt::format("{} {}: {}", doing, path.string(), std::strerror(error));
  if (error == ENOENT) return fail(Kind::kNotFound, "not-found", said);
  if (error == ENOSPC || error == EDQUOT) return fail(Kind::kUnavailable, "disk-full", said);
  return fail(Kind::kInternal, "disk", said);
}

class SystemFile final : public File {
 public:
  SystemFile(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~SystemFile() override { ::close(descriptor_); }
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;

  Result<void> append(std::span<const std::uint8_t> bytes) override {
    while (!bytes.empty()) {
      const auto written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return failure(errno, "writing", path_);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }

  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    std::size_t read = 0;
    while (read < into.size()) {
      const auto got =
          ::pread(descriptor_, into.data() + read, into.size() - read, static_cast<off_t>(offset + read));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return failure(errno, "reading", path_);
      if (got == 0) break;
      read += static_cast<std::size_t>(got);
    }
    return read;
  }

  Result<void> sync() override {
    if (::fdatasync(descriptor_) != 0) return failure(errno, "syncing", path_);
    return {};
  }

  Result<void> truncate(std::uint64_t size) override {
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return failure(errno, "cutting", path_);
    return {};
  }

  std::uint64_t size() const override {
    struct stat info{};
    return ::fstat(descriptor_, &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
  }

 private:
  int descriptor_;
  std::filesystem::path path_;
};

}  // namespace

Result<std::unique_ptr<File>> SystemDisk::open(const std::filesystem::path& path, OpenMode mode) {
  const int flags = mode == OpenMode::kRead ? O_RDONLY : O_RDWR | O_CREAT | O_APPEND;
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0640);
  if (descriptor < 0) return failure(errno, "opening", path);
  return std::make_unique<SystemFile>(descriptor, path);
}

Result<void> SystemDisk::make_directories(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return failure(error.value(), "making", path);
  return {};
}

}  // namespace nigiwai
