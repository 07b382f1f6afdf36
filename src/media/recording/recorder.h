// Writes a show's parts to its directory (index.h tells the files).
//
// One thread at a time. After a failure the recorder is of no more use: open another one, which cuts what is
// torn.
#pragma once

#include <filesystem>
#include <memory>
#include <set>

#include "base/disk.h"
#include "media/hls/live_window.h"
#include "media/recording/index.h"

namespace nigiwai::media {

class Recorder {
 public:
  // Begins a recording or goes on with one. What a crash left half-written at its end is cut off.
  static Result<std::unique_ptr<Recorder>> open(Disk& disk, const std::filesystem::path& directory);

  // Syncs when the part ends its segment. The initialisation segment goes in with the first part that needs
  // it.
  Result<void> append(const Part& part, const Placed& placed);
  Result<void> sync();

  std::uint64_t bytes() const { return av_size_ + audio_size_; }

 private:
  Recorder() = default;
  Result<void> cut_torn_end();
  Result<void> write(IndexRecord record, const Bytes& av, const Bytes& audio);

  std::unique_ptr<File> index_;
  std::unique_ptr<File> av_;
  std::unique_ptr<File> audio_;
  std::uint64_t av_size_ = 0;
  std::uint64_t audio_size_ = 0;
  std::set<std::uint32_t> inits_;  // of those written
};

}  // namespace nigiwai::media
