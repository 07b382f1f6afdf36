#include "media/recording/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "media/cmaf/forms.h"

namespace nigiwai::media {

Result<std::shared_ptr<const Recording>> Recording::open(Disk& disk, const std::filesystem::path& directory,
                                                         std::span<const TimeStretch> withdrawn) {
  auto index = disk.open(directory / kIndexFile, OpenMode::kRead);
  if (!index) return std::unexpected(index.error());
  std::shared_ptr<Recording> recording(new Recording);
  recording->directory_ = directory;
  recording->index_ = std::move(*index);
  if (recording->count() < 2) {
    return fail(Kind::kNotFound, "not-recorded", "Nothing of this show has been recorded.");
  }
  if (withdrawn.empty()) return recording;
  const auto segments = recording->segments();
  if (!segments) return std::unexpected(segments.error());
  for (const auto& segment : *segments) {
    const auto reaches = [&](const TimeStretch& each) {
      return segment.at < to_ticks(each.until) && to_ticks(each.from) < segment.at + segment.duration;
    };
    if (std::ranges::any_of(withdrawn, reaches)) recording->withdrawn_.push_back(segment.msn);
  }
  std::ranges::sort(recording->withdrawn_);
  return recording;
}

std::optional<IndexRecord> Recording::record(std::uint64_t number) const {
  std::array<std::uint8_t, kRecordSize> bytes{};
  const auto read = index_->read_at(number * kRecordSize, bytes);
  return read && *read == bytes.size() ? read_record(bytes) : std::nullopt;
}

template <class Visit>
Result<void> Recording::each(std::uint64_t from, Visit visit) const {
  std::vector<std::uint8_t> block(kRecordSize * 1024);
  for (std::uint64_t number = from;;) {
    const auto read = index_->read_at(number * kRecordSize, block);
    if (!read) return std::unexpected(read.error());
    for (std::size_t at = 0; at + kRecordSize <= *read; at += kRecordSize, ++number) {
      const auto one = read_record(std::span(block).subspan(at, kRecordSize));
      if (!one) return {};  // being written, or torn
      if (one->kind == IndexRecord::Kind::kPart && is_withdrawn(one->msn)) continue;
      if (!visit(*one)) return {};
    }
    if (*read < block.size()) return {};
  }
}

Result<std::vector<PlaylistSegment>> Recording::read_segments(std::uint64_t from, bool with_parts) const {
  std::vector<PlaylistSegment> segments;
  const auto read = each(from, [&](const IndexRecord& one) {
    if (one.kind != IndexRecord::Kind::kPart) return true;
    if (segments.empty() || segments.back().msn != one.msn) {
      const bool follows = segments.empty() || segments.back().msn + 1 == one.msn;
      segments.push_back({.msn = one.msn,
                          .at = one.at,
                          .complete = true,
                          .discontinuity = one.discontinuity || !follows,
                          .discontinuity_number = one.discontinuity_number,
                          .init = one.init,
                          .independent = one.independent,
                          .parts = {}});
    }
    segments.back().duration += one.duration;
    if (with_parts) {
      segments.back().parts.push_back({.duration = one.duration, .independent = one.independent});
    }
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return segments;
}

Result<std::vector<PlaylistSegment>> Recording::segments() const { return read_segments(0, false); }

Result<std::vector<PlaylistSegment>> Recording::newest_segments(Ticks window) const {
  // A part is rarely shorter than 85 % of its target, so this many records hold the window; a stretch of
  // shorter ones only makes it reach back less.
  const auto enough = static_cast<std::uint64_t>(window / kPartLeast) + 64;
  const auto from = count() > enough ? count() - enough : 0;
  auto segments = read_segments(from, true);
  if (!segments || segments->empty()) return segments;
  if (from > 0) segments->erase(segments->begin());  // perhaps begun in the middle
  Ticks length{0};
  std::size_t first = segments->size();
  while (first > 0 && length <= window &&
         (first == segments->size() || (*segments)[first - 1].msn + 1 == (*segments)[first].msn)) {
    length += (*segments)[--first].duration;
  }
  segments->erase(segments->begin(), segments->begin() + static_cast<std::ptrdiff_t>(first));
  return segments;
}

Result<std::vector<IndexRecord>> Recording::parts_between(Ticks from, Ticks until) const {
  std::vector<IndexRecord> parts;
  const auto read = each(0, [&](const IndexRecord& one) {
    if (one.kind != IndexRecord::Kind::kPart) return true;
    if (one.at >= until) return false;
    const bool ended = !parts.empty() && parts.back().at + parts.back().duration <= from;
    if (one.independent && (one.at <= from || ended)) parts.clear();
    if (one.independent || !parts.empty()) parts.push_back(one);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  if (!parts.empty() && parts.back().at + parts.back().duration <= from) parts.clear();
  return parts;
}

Result<Variants> Recording::variants() const {
  Variants variants;
  std::uint64_t msn = 0;
  Ticks duration{0};
  std::int64_t av = 0;
  std::int64_t audio = 0;
  const auto close = [&] {
    if (duration >= Ticks{45'000} || (variants.av_bits == 0 && duration.count() > 0)) {
      variants.av_bits = std::max(variants.av_bits, av * 8 * Ticks::period::den / duration.count());
      variants.audio_bits = std::max(variants.audio_bits, audio * 8 * Ticks::period::den / duration.count());
    }
    duration = Ticks{0};
    av = audio = 0;
  };
  const auto read = each(0, [&](const IndexRecord& one) {
    if (one.kind == IndexRecord::Kind::kInit) {
      variants.width = one.width;
      variants.height = one.height;
      variants.video_codec =
          fmt::format("avc1.{:02x}{:02x}{:02x}", one.profile[0], one.profile[1], one.profile[2]);
      variants.audio_codec = fmt::format("mp4a.40.{}", one.object_type);
      return true;
    }
    if (one.msn != msn) close();
    msn = one.msn;
    duration += one.duration;
    av += one.av_size;
    audio += one.audio_size;
    return true;
  });
  if (!read) return std::unexpected(read.error());
  close();
  return variants;
}

std::uint64_t Recording::lower_bound(std::uint64_t msn) const {
  std::uint64_t low = 0;
  std::uint64_t high = count();
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto one = record(middle);
    if (one && one->msn < msn) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

FileRange Recording::range(Rendition rendition, const IndexRecord& first, const IndexRecord& last) const {
  if (rendition != Rendition::kAudio) {
    return {.path = directory_ / kAvFile,
            .offset = first.av_offset,
            .size = last.av_offset + last.av_size - first.av_offset};
  }
  return {.path = directory_ / kAudioFile,
          .offset = first.audio_offset,
          .size = last.audio_offset + last.audio_size - first.audio_offset};
}

std::optional<FileRange> Recording::init(Rendition rendition, std::uint32_t number) const {
  std::optional<FileRange> found;
  // Most shows have one, at the very beginning.
  (void)each(0, [&](const IndexRecord& one) {
    if (one.kind == IndexRecord::Kind::kInit && one.init == number) found = range(rendition, one, one);
    return !found;
  });
  return found;
}

std::optional<FileRange> Recording::part(Rendition rendition, std::uint64_t msn, std::size_t part) const {
  if (is_withdrawn(msn)) return std::nullopt;
  for (std::uint64_t number = lower_bound(msn);; ++number) {
    const auto one = record(number);
    if (!one || one->msn != msn) return std::nullopt;
    if (one->kind == IndexRecord::Kind::kPart && one->part == part) return range(rendition, *one, *one);
  }
}

std::optional<FileRange> Recording::segment(Rendition rendition, std::uint64_t msn) const {
  if (is_withdrawn(msn)) return std::nullopt;
  std::optional<IndexRecord> first;
  std::optional<IndexRecord> last;
  for (std::uint64_t number = lower_bound(msn);; ++number) {
    const auto one = record(number);
    if (!one || one->msn != msn) break;
    if (one->kind != IndexRecord::Kind::kPart) continue;
    if (!first) first = one;
    last = one;
  }
  if (!first) return std::nullopt;
  return range(rendition, *first, *last);
}

}  // namespace nigiwai::media
