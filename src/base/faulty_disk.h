// A disk for tests that runs full or breaks when told to. Everything else goes to the real one.
#pragma once

#include <algorithm>
#include <atomic>
#include <limits>

#include "base/disk.h"

namespace nigiwai {

class FaultyDisk final : public Disk {
 public:
  // Bytes that can still be written, in all files together; the write that hits the limit is done in part.
  std::atomic<std::int64_t> room{std::numeric_limits<std::int64_t>::max()};
  std::atomic<bool> syncs_fail{false};
  std::atomic<bool> syncs_are_skipped{false};  // counted all the same
  std::atomic<int> syncs{0};

  Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) override {
    auto file = below_.open(path, mode);
    if (!file) return std::unexpected(file.error());
    return std::make_unique<Faulty>(*this, std::move(*file));
  }
  Result<void> make_directories(const std::filesystem::path& path) override {
    return below_.make_directories(path);
  }

 private:
  class Faulty final : public File {
   public:
    Faulty(FaultyDisk& disk, std::unique_ptr<File> below) : disk_(disk), below_(std::move(below)) {}
    Result<void> append(std::span<const std::uint8_t> bytes) override {
      const auto size = static_cast<std::int64_t>(bytes.size());
      const std::int64_t left = disk_.room.fetch_sub(size);
      if (left >= size) return below_->append(bytes);
      disk_.room += size - std::max<std::int64_t>(left, 0);
      if (left > 0) (void)below_->append(bytes.first(static_cast<std::size_t>(left)));
      return fail(Kind::kUnavailable, "disk-full", "No space left on the test's disk.");
    }
    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const override {
      return below_->read_at(offset, into);
    }
    Result<void> sync() override {
      ++disk_.syncs;
      if (disk_.syncs_fail) return fail(Kind::kInternal, "disk", "The test's disk cannot sync.");
      return disk_.syncs_are_skipped ? Result<void>{} : below_->sync();
    }
    Result<void> truncate(std::uint64_t size) override { return below_->truncate(size); }
    std::uint64_t size() const override { return below_->size(); }

   private:
    FaultyDisk& disk_;
    std::unique_ptr<File> below_;
  };
  SystemDisk below_;
};

}  // namespace nigiwai
