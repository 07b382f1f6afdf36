// Reads a recording, while it grows and after: its segments for a playlist, and where their bytes stand.
//
// Holds no more than open files; a look-up is a binary search in the index. Any number of threads may read.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/disk.h"
#include "media/hls/playlist.h"
#include "media/recording/index.h"

namespace nigiwai::media {

// A stretch of one of the recording's files.
struct FileRange {
  std::filesystem::path path;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// Of the show: from the first moment to the one behind the last.
struct TimeStretch {
  Milliseconds from{0};
  Milliseconds until{0};
};

class Recording {
 public:
  // not-found when nothing has been recorded. Segments that reach into a `withdrawn` stretch are not there
  // for whoever reads: whole segments, so that what comes behind begins with a key frame, after a
  // discontinuity.
  static Result<std::shared_ptr<const Recording>> open(Disk& disk, const std::filesystem::path& directory,
                                                       std::span<const TimeStretch> withdrawn = {});

  // All segments, without their parts. Where some are missing (the disk was full) the next one comes after a
  // discontinuity.
  Result<std::vector<PlaylistSegment>> segments() const;
  // The newest segments that follow each other without a missing number, `window` long, with their parts.
  Result<std::vector<PlaylistSegment>> newest_segments(Ticks window) const;
  // The records of the parts that show [from, until), from the key frame at or before `from` on (the first
  // one after it, where there is no picture at `from`). Empty when nothing was recorded there.
  Result<std::vector<IndexRecord>> parts_between(Ticks from, Ticks until) const;
  // Codecs and size of the last form, and the peak rates.
  Result<Variants> variants() const;

  std::optional<FileRange> init(Rendition rendition, std::uint32_t number) const;
  std::optional<FileRange> part(Rendition rendition, std::uint64_t msn, std::size_t part) const;
  std::optional<FileRange> segment(Rendition rendition, std::uint64_t msn) const;

  const std::filesystem::path& directory() const { return directory_; }

 private:
  Recording() = default;
  std::uint64_t count() const { return index_->size() / kRecordSize; }
  std::optional<IndexRecord> record(std::uint64_t number) const;
  // The first record of this segment, or of a later one.
  std::uint64_t lower_bound(std::uint64_t msn) const;
  FileRange range(Rendition rendition, const IndexRecord& first, const IndexRecord& last) const;
  // Calls `visit` with each record from number `from` on, until it says false.
  template <class Visit>
  Result<void> each(std::uint64_t from, Visit visit) const;
  Result<std::vector<PlaylistSegment>> read_segments(std::uint64_t from, bool with_parts) const;

  bool is_withdrawn(std::uint64_t msn) const { return std::ranges::binary_search(withdrawn_, msn); }

  std::filesystem::path directory_;
  std::unique_ptr<File> index_;
  std::vector<std::uint64_t> withdrawn_;  // segments, in order
};

}  // namespace nigiwai::media
