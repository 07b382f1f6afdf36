#include "media/recording/recorder.h"

#include <algorithm>
#include <vector>

#include "base/log.h"

namespace nigiwai::media {
namespace {

// How many records at the end have their bytes checked against the checksum: more than any two segments hold,
// and everything before the last segment's end was synced.
constexpr std::size_t kCheckedRecords = 64;

bool intact(const File& file, std::uint64_t offset, std::uint32_t size, std::uint32_t crc) {
  Bytes bytes(size);
  const auto read = file.read_at(offset, bytes);
  return read && *read == size && crc32(bytes) == crc;
}

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(Disk& disk, const std::filesystem::path& directory) {
  if (auto made = disk.make_directories(directory); !made) return std::unexpected(made.error());
  std::unique_ptr<Recorder> recorder(new Recorder);
  for (auto [name, file] : {std::pair{kIndexFile, &recorder->index_}, std::pair{kAvFile, &recorder->av_},
                            std::pair{kAudioFile, &recorder->audio_}}) {
    auto opened = disk.open(directory / name, OpenMode::kAppend);
    if (!opened) return std::unexpected(opened.error());
    *file = std::move(*opened);
  }
  if (auto cut = recorder->cut_torn_end(); !cut)
    return std::unexpected(cut.error().because("opening the recording"));
  return recorder;
}

Result<void> Recorder::cut_torn_end() {
  const std::uint64_t av_there = av_->size();
  const std::uint64_t audio_there = audio_->size();
  std::vector<IndexRecord> last;  // those whose bytes are to be checked
  std::uint64_t good = 0;
  std::array<std::uint8_t, kRecordSize * 256> block{};
  for (bool more = true; more;) {
    const auto read = index_->read_at(good * kRecordSize, block);
    if (!read) return std::unexpected(read.error());
    more = *read == block.size();
    for (std::size_t at = 0; at + kRecordSize <= *read; at += kRecordSize) {
      const auto record = read_record(std::span(block).subspan(at, kRecordSize));
      const bool follows = record && record->av_offset == av_size_ && record->audio_offset == audio_size_;
      if (!follows || av_size_ + record->av_size > av_there ||
          audio_size_ + record->audio_size > audio_there) {
        more = false;
        break;
      }
      av_size_ += record->av_size;
      audio_size_ += record->audio_size;
      ++good;
      last.push_back(*record);
      if (last.size() > 2 * kCheckedRecords) last.erase(last.begin(), last.end() - kCheckedRecords);
      if (record->kind == IndexRecord::Kind::kInit) inits_.insert(record->init);
    }
  }
  const auto damaged = std::ranges::find_if(last, [&](const IndexRecord& record) {
    return !intact(*av_, record.av_offset, record.av_size, record.av_crc) ||
           !intact(*audio_, record.audio_offset, record.audio_size, record.audio_crc);
  });
  if (damaged != last.end()) {
    good -= static_cast<std::uint64_t>(last.end() - damaged);
    av_size_ = damaged->av_offset;
    audio_size_ = damaged->audio_offset;
    for (auto lost = damaged; lost != last.end(); ++lost) {
      if (lost->kind == IndexRecord::Kind::kInit) inits_.erase(lost->init);
    }
  }
  if (index_->size() != good * kRecordSize || av_there != av_size_ || audio_there != audio_size_) {
    log_warn("cut the torn end of a recording", {{"records", good}, {"av_lost", av_there - av_size_}});
  }
  for (auto [file, size] : {std::pair{index_.get(), good * kRecordSize}, std::pair{av_.get(), av_size_},
                            std::pair{audio_.get(), audio_size_}}) {
    if (file->size() == size) continue;
    if (auto cut = file->truncate(size); !cut) return cut;
  }
  return {};
}

Result<void> Recorder::write(IndexRecord record, const Bytes& av, const Bytes& audio) {
  record.av_offset = av_size_;
  record.audio_offset = audio_size_;
  record.av_size = static_cast<std::uint32_t>(av.size());
  record.audio_size = static_cast<std::uint32_t>(audio.size());
  record.av_crc = crc32(av);
  record.audio_crc = crc32(audio);
  if (auto written = av_->append(av); !written) return written;
  if (auto written = audio_->append(audio); !written) return written;
  if (auto written = index_->append(write_record(record)); !written) return written;
  av_size_ += av.size();
  audio_size_ += audio.size();
  return {};
}

Result<void> Recorder::append(const Part& part, const Placed& placed) {
  if (!inits_.contains(placed.init)) {
    const Init& init = *part.init;
    IndexRecord record{.kind = IndexRecord::Kind::kInit, .init = placed.init};
    record.width = static_cast<std::uint16_t>(init.video.width);
    record.height = static_cast<std::uint16_t>(init.video.height);
    std::copy_n(init.video.config.begin() + 1, 3, record.profile.begin());
    if (const auto aac = read_aac_config(init.audio.config))
      record.object_type = static_cast<std::uint8_t>(aac->object_type);
    record.msn = placed.msn;
    record.at = part.at;
    if (auto written = write(record, *init.av_bytes, *init.audio_bytes); !written) return written;
    inits_.insert(placed.init);
  }
  IndexRecord record{.starts_segment = part.starts_segment, .independent = part.independent};
  record.discontinuity = placed.discontinuity;
  record.msn = placed.msn;
  record.part = static_cast<std::uint32_t>(placed.part);
  record.init = placed.init;
  record.at = part.at;
  record.duration = part.duration;
  record.discontinuity_number = static_cast<std::uint32_t>(placed.discontinuity_number);
  if (auto written = write(record, *part.av, *part.audio); !written) return written;
  return part.ends_segment ? sync() : Result<void>{};
}

Result<void> Recorder::sync() {
  for (File* file : {av_.get(), audio_.get(), index_.get()}) {
    if (auto synced = file->sync(); !synced) return synced;
  }
  return {};
}

}  // namespace nigiwai::media
