#include "media/hls/live_window.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/check.h"

namespace nigiwai::media {
namespace {

double rate_of(std::size_t pictures, Ticks duration) {
  return static_cast<double>(pictures) * Ticks::period::den /
         static_cast<double>(std::max<std::int64_t>(1, duration.count()));
}

}  // namespace

struct LiveWindow::Waiter {
  Waiter(const Executor& executor, std::uint64_t wanted_msn, std::optional<std::size_t> wanted_part)
      : timer(executor), msn(wanted_msn), part(wanted_part) {}
  asio::steady_timer timer;  // touched on its own loop only
  std::uint64_t msn;
  std::optional<std::size_t> part;
};

bool WindowSnapshot::has(std::uint64_t msn, std::optional<std::size_t> part) const {
  if (facts_.ended || msn + 1 < facts_.next_msn) return true;
  if (empty() || msn + 1 > facts_.next_msn) return false;
  const PlaylistSegment& last = *facts_.segments.back();
  // A part beyond the last one of a complete segment means the first of the next (RFC 8216bis 6.2.5.2).
  if (last.complete) return !part || *part < last.parts.size();
  return part && *part < last.parts.size();
}

std::vector<RenditionReport> WindowSnapshot::reports(Rendition of) const {
  std::vector<RenditionReport> reports;
  if (empty() || ended()) return reports;
  const auto tell = [&](Rendition rendition, const WindowSnapshot& from) {
    if (rendition != of && !from.empty() && !from.ended())
      reports.push_back(report_on(rendition, *from.segments().back()));
  };
  const auto beside = facts_.beside.lock();
  const auto other = beside ? beside->snapshot() : nullptr;
  if (of == Rendition::kLow) {
    if (other) tell(Rendition::kAv, *other);
    if (other) tell(Rendition::kAudio, *other);
  } else {
    tell(Rendition::kAv, *this);
    tell(Rendition::kAudio, *this);
    if (other) tell(Rendition::kLow, *other);
  }
  return reports;
}

const std::string& WindowSnapshot::playlist(Rendition rendition, bool skip) const {
  Text& text = texts_[static_cast<std::size_t>(rendition) * 2 + (skip ? 1U : 0U)];
  std::call_once(text.once, [&] {
    text.text = live_playlist({.segments = facts_.segments,
                               .live_at = facts_.live_at,
                               .next_msn = facts_.next_msn,
                               .discontinuity_number = facts_.discontinuity_number,
                               .ended = facts_.ended,
                               .reports = reports(rendition)},
                              rendition, skip);
  });
  return text.text;
}

LiveWindow::LiveWindow(WallTime live_at) : live_at_(live_at) { publish(); }

void LiveWindow::restore(std::vector<PlaylistSegment> segments, Variants variants, std::uint64_t next_msn,
                         std::uint32_t first_init) {
  const std::scoped_lock lock(mutex_);
  CHECK(entries_.empty(), "only an unused window is restored");
  next_msn_ = next_msn;
  variants_ = std::move(variants);
  init_number_ = first_init - 1;
  for (const auto& segment : segments) {
    if (!segment.gap) init_number_ = std::max(init_number_, segment.init);
    discontinuity_number_ = std::max(discontinuity_number_, segment.discontinuity_number);
  }
  if (!segments.empty() && segments.back().msn + 1 != next_msn) segments.clear();
  for (auto& segment : segments) {
    segment.complete = true;
    entries_.push_back({.segment = std::make_shared<const PlaylistSegment>(std::move(segment)),
                        .recorded = true,
                        .in_memory = false,
                        .media = {}});
  }
  trim();
  publish();
}

void LiveWindow::report_on(const std::shared_ptr<const LiveWindow>& beside) {
  const std::scoped_lock lock(mutex_);
  beside_ = beside;
  publish();
}

Placed LiveWindow::append(const Part& part) {
  const std::scoped_lock lock(mutex_);
  CHECK(!ended_, "nothing comes after the end");
  Placed placed;
  if (part.starts_segment) {
    if (!entries_.empty() && !entries_.back().segment->complete) complete(entries_.back());
    placed.discontinuity = part.discontinuity && next_msn_ > 0;
    if (placed.discontinuity) ++discontinuity_number_;
    // The same bytes under the same number: an encoder that returns with the same forms needs no new one.
    if (inits_.empty() ||
        (inits_.back().second != part.init && *inits_.back().second->av_bytes != *part.init->av_bytes)) {
      placed.new_init = true;
      inits_.emplace_back(++init_number_, part.init);
    }
    auto segment = std::make_shared<PlaylistSegment>();
    segment->msn = next_msn_++;
    segment->at = part.at;
    segment->discontinuity = placed.discontinuity;
    segment->discontinuity_number = discontinuity_number_;
    segment->init = init_number_;
    segment->independent = part.independent;
    entries_.push_back({.segment = std::move(segment), .media = {}});
    variants_.video_codec = part.init->video_codec;
    variants_.audio_codec = part.init->audio_codec;
    variants_.width = part.init->video.width;
    variants_.height = part.init->video.height;
  }
  CHECK(!entries_.empty() && !entries_.back().segment->complete, "a segment's first part says that it is");
  Entry& entry = entries_.back();
  auto segment = std::make_shared<PlaylistSegment>(*entry.segment);
  placed.msn = segment->msn;
  placed.part = segment->parts.size();
  placed.init = segment->init;
  placed.discontinuity_number = segment->discontinuity_number;
  segment->duration += part.duration;
  segment->parts.push_back({.duration = part.duration, .independent = part.independent});
  entry.segment = std::move(segment);
  if (part.samples) entry.pictures += part.samples->video.size();
  entry.media[0].parts.push_back({part.av, 0, part.av->size()});
  entry.media[1].parts.push_back({part.audio, 0, part.audio->size()});
  if (part.ends_segment) complete(entry);
  trim();
  publish();
  return placed;
}

void LiveWindow::complete(Entry& entry) {
  auto segment = std::make_shared<PlaylistSegment>(*entry.segment);
  segment->complete = true;
  // A peak over less than half a second says nothing about the network that is needed.
  if (segment->duration >= Ticks{45'000}) {
    const auto bits = [&](const Media& media) {
      return static_cast<std::int64_t>(media.size()) * 8 * Ticks::period::den / segment->duration.count();
    };
    variants_.av_bits = std::max(variants_.av_bits, bits(entry.media[0]));
    variants_.audio_bits = std::max(variants_.audio_bits, bits(entry.media[1]));
    variants_.frame_rate = std::max(variants_.frame_rate, rate_of(entry.pictures, segment->duration));
  }
  entry.segment = std::move(segment);
}

void LiveWindow::cut() {
  const std::scoped_lock lock(mutex_);
  if (entries_.empty() || entries_.back().segment->complete) return;
  complete(entries_.back());
  publish();
}

void LiveWindow::end() {
  const std::scoped_lock lock(mutex_);
  if (!entries_.empty() && !entries_.back().segment->complete) complete(entries_.back());
  ended_ = true;
  publish();
}

void LiveWindow::stop_waiting() {
  const std::scoped_lock lock(mutex_);
  stopped_ = true;
  publish();
}

void LiveWindow::recorded(std::uint64_t msn) {
  const std::scoped_lock lock(mutex_);
  if (const auto index = index_of(msn)) entries_[*index].recorded = true;
}

// Drops bytes that the recording has, and segments that are too old or that nobody can serve any more.
void LiveWindow::trim() {
  Ticks after{0};  // how much playlist lies after the end of the entry
  std::size_t keep = entries_.size();
  for (std::size_t i = entries_.size(); i-- > 0;) {
    Entry& entry = entries_[i];
    const bool open = !entry.segment->complete;
    const bool too_old = after > kPlaylistWindow || (!entry.recorded && after > kUnrecordedWindow);
    if (!open && too_old) break;
    keep = i;
    if (entry.recorded && entry.in_memory && after > kMemoryWindow) {
      entry.in_memory = false;
      entry.media = {};
    }
    after += entry.segment->duration;
  }
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(keep));
  while (inits_.size() > 1 && (entries_.empty() || inits_.front().first < entries_.front().segment->init)) {
    inits_.pop_front();
  }
}

void LiveWindow::publish() {
  std::vector<std::shared_ptr<const PlaylistSegment>> segments;
  segments.reserve(entries_.size());
  for (const auto& entry : entries_) segments.push_back(entry.segment);
  Variants variants = variants_;
  if (variants.av_bits == 0 && !entries_.empty()) {
    // No segment is complete yet: what is there so far, and half as much again for what may come.
    const auto guess = [&](const Media& media) {
      return static_cast<std::int64_t>(media.size()) * 12 * Ticks::period::den /
             std::max<std::int64_t>(1, entries_.back().segment->duration.count());
    };
    variants.av_bits = guess(entries_.back().media[0]);
    variants.audio_bits = guess(entries_.back().media[1]);
    variants.frame_rate = rate_of(entries_.back().pictures, entries_.back().segment->duration);
  }
  snapshot_ = std::make_shared<const WindowSnapshot>(
      WindowSnapshot::Facts{.segments = std::move(segments),
                            .live_at = live_at_,
                            .next_msn = next_msn_,
                            .discontinuity_number = discontinuity_number_,
                            .ended = ended_,
                            .variants = std::move(variants),
                            .beside = beside_});
  std::erase_if(waiters_, [&](const std::shared_ptr<Waiter>& waiter) {
    if (!stopped_ && !snapshot_->has(waiter->msn, waiter->part)) return false;
    asio::post(waiter->timer.get_executor(),
               [waiter] { waiter->timer.expires_at(asio::steady_timer::time_point::min()); });
    return true;
  });
}

std::shared_ptr<const WindowSnapshot> LiveWindow::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return snapshot_;
}

Task<bool> LiveWindow::wait_for(std::uint64_t msn, std::optional<std::size_t> part, Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  const auto waiter = std::make_shared<Waiter>(executor, msn, part);
  waiter->timer.expires_after(patience);
  {
    const std::scoped_lock lock(mutex_);
    if (snapshot_->has(msn, part)) co_return true;
    if (stopped_ || waiters_.size() >= kWaitersLimit) co_return false;
    waiters_.push_back(waiter);
  }
  // A wake-up that comes before this line has moved the expiry into the past, so that nothing is missed.
  boost::system::error_code ignored;
  co_await waiter->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  const std::scoped_lock lock(mutex_);
  std::erase(waiters_, waiter);
  co_return snapshot_->has(msn, part);
}

std::optional<std::size_t> LiveWindow::index_of(std::uint64_t msn) const {
  if (entries_.empty() || msn < entries_.front().segment->msn) return std::nullopt;
  const auto index = msn - entries_.front().segment->msn;
  return index < entries_.size() ? std::optional<std::size_t>(index) : std::nullopt;
}

const LiveWindow::Entry* LiveWindow::find(std::uint64_t msn) const {
  const auto index = index_of(msn);
  return index ? &entries_[*index] : nullptr;
}

std::optional<Slice> LiveWindow::part_bytes(Rendition rendition, std::uint64_t msn, std::size_t part) const {
  const std::scoped_lock lock(mutex_);
  const Entry* entry = find(msn);
  if (entry == nullptr || !entry->in_memory || part >= entry->segment->parts.size()) return std::nullopt;
  return entry->media[rendition == Rendition::kAudio ? 1 : 0].parts[part];
}

// Most viewers take the parts, so that a segment is put together for the first who asks for it whole.
std::optional<Slice> LiveWindow::segment_bytes(Rendition rendition, std::uint64_t msn) {
  const std::scoped_lock lock(mutex_);
  const auto index = index_of(msn);
  if (!index || !entries_[*index].in_memory || !entries_[*index].segment->complete) return std::nullopt;
  Media& media = entries_[*index].media[rendition == Rendition::kAudio ? 1 : 0];
  if (!media.whole) {
    auto whole = std::make_shared<Bytes>();
    whole->reserve(media.size());
    for (const auto& part : media.parts) {
      const auto* from = part.owner->data() + part.offset;
      whole->insert(whole->end(), from, from + part.size);
    }
    std::size_t offset = 0;
    for (auto& part : media.parts) {
      part = {whole, offset, part.size};
      offset += part.size;
    }
    media.whole = std::move(whole);
  }
  return Slice{media.whole, 0, media.whole->size()};
}

std::size_t LiveWindow::Media::size() const {
  std::size_t size = 0;
  for (const auto& part : parts) size += part.size;
  return size;
}

std::shared_ptr<const Bytes> LiveWindow::init_bytes(Rendition rendition, std::uint32_t init) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [number, held] : inits_) {
    if (number == init) return rendition == Rendition::kAudio ? held->audio_bytes : held->av_bytes;
  }
  return nullptr;
}

std::size_t LiveWindow::bytes_in_memory() const {
  const std::scoped_lock lock(mutex_);
  std::size_t size = 0;
  for (const auto& entry : entries_) {
    for (const auto& media : entry.media) size += media.size();
  }
  return size;
}

}  // namespace nigiwai::media
