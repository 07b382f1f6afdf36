// The newest stretch of a presentation: its live playlist, and the bytes of its last seconds.
//
// One ingest thread at a time writes; any number of HTTP loops read. Readers get immutable snapshots, and
// wait for what is not there yet. Memory stays small however long the show is: bytes older than kMemoryWindow
// are dropped as soon as the recording has them, and a segment that no recording has leaves the playlist
// after kUnrecordedWindow.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/net.h"
#include "media/hls/playlist.h"

namespace nigiwai::media {

inline constexpr Ticks kMemoryWindow = Ticks{30 * 90'000};
inline constexpr Ticks kUnrecordedWindow = Ticks{60 * 90'000};
// A crowd larger than this on one show wants a CDN in front; further readers get the playlist as it is.
inline constexpr std::size_t kWaitersLimit = 50'000;
// RFC 8216bis 6.2.5.2: parts that a reload may ask for beyond the newest (Advance Part Limit: 3 / part
// target).
inline constexpr int kAdvancePartLimit = 10;

class LiveWindow;

// What was true at one moment. Texts are written when first asked for, once for all readers.
class WindowSnapshot {
 public:
  struct Facts {
    std::vector<std::shared_ptr<const PlaylistSegment>> segments;
    WallTime live_at;
    std::uint64_t next_msn = 0;  // of the segment after the last
    std::uint64_t discontinuity_number = 0;
    bool ended = false;
    Variants variants;
    std::weak_ptr<const LiveWindow> beside{};  // of the same picture in another size
  };
  explicit WindowSnapshot(Facts facts) : facts_(std::move(facts)) {}

  Segments segments() const { return facts_.segments; }
  bool ended() const { return facts_.ended; }
  bool empty() const { return facts_.segments.empty(); }
  std::uint64_t next_msn() const { return facts_.next_msn; }
  const Variants& variants() const { return facts_.variants; }

  // Whether a reload that waits for this part (or, without one, for the whole segment) can be answered.
  bool has(std::uint64_t msn, std::optional<std::size_t> part) const;
  const std::string& playlist(Rendition rendition, bool skip) const;

 private:
  struct Text {
    std::once_flag once;
    std::string text;
  };
  std::vector<RenditionReport> reports(Rendition of) const;
  Facts facts_;
  mutable std::array<Text, 2 * kRenditions> texts_;
};

// A stretch of bytes that somebody else owns.
struct Slice {
  std::shared_ptr<const Bytes> owner;
  std::size_t offset = 0;
  std::size_t size = 0;
};

// Where a part came to stand.
struct Placed {
  std::uint64_t msn = 0;
  std::size_t part = 0;
  std::uint32_t init = 0;
  bool new_init = false;
  bool discontinuity = false;  // the segment that this part starts comes after one
  std::uint64_t discontinuity_number = 0;
};

class LiveWindow {
 public:
  explicit LiveWindow(WallTime live_at);

  // Continues from segments on disk (all complete and recorded), so that their numbers are never used again.
  // `next_msn` may lie further on than the last of them when others were published that are not there: then
  // the playlist begins anew at that number. The first initialisation segment gets the number `first_init`,
  // or the one after those restored.
  void restore(std::vector<PlaylistSegment> segments, Variants variants, std::uint64_t next_msn,
               std::uint32_t first_init = 1);
  // Whose end the playlists report beside their own; null: nobody's.
  void report_on(const std::shared_ptr<const LiveWindow>& beside);

  Placed append(const Part& part);
  void cut();  // the open segment ends with the parts it has
  void end();  // nothing more will come
  // The recording has this segment, whole: its bytes may leave the memory.
  void recorded(std::uint64_t msn);

  std::shared_ptr<const WindowSnapshot> snapshot() const;
  // True once snapshot()->has(msn, part); false when `patience` has run out first, or too many wait already.
  // Runs on the caller's loop.
  Task<bool> wait_for(std::uint64_t msn, std::optional<std::size_t> part, Milliseconds patience);

  // Lets everybody go who waits, now and from now on: the server is stopping.
  void stop_waiting();

  // From memory; empty when the bytes have left it or never were.
  std::optional<Slice> part_bytes(Rendition rendition, std::uint64_t msn, std::size_t part) const;
  std::optional<Slice> segment_bytes(Rendition rendition, std::uint64_t msn);
  std::shared_ptr<const Bytes> init_bytes(Rendition rendition, std::uint32_t init) const;

  std::size_t bytes_in_memory() const;

 private:
  struct Waiter;
  struct Media {
    std::vector<Slice> parts;            // each its own bytes, or a stretch of `whole`
    std::shared_ptr<const Bytes> whole;  // of a segment that is complete, once somebody has asked for it
    std::size_t size() const;
  };
  struct Entry {
    std::shared_ptr<const PlaylistSegment> segment;
    bool recorded = false;
    bool in_memory = true;
    std::size_t pictures = 0;
    std::array<Media, 2> media;
  };
  void complete(Entry& entry);
  void trim();
  void publish();  // with the lock held
  std::optional<std::size_t> index_of(std::uint64_t msn) const;
  const Entry* find(std::uint64_t msn) const;

  const WallTime live_at_;
  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
  std::deque<std::pair<std::uint32_t, std::shared_ptr<const Init>>> inits_;
  std::uint64_t next_msn_ = 0;
  std::uint64_t discontinuity_number_ = 0;
  std::uint32_t init_number_ = 0;
  bool ended_ = false;
  bool stopped_ = false;
  Variants variants_;
  std::weak_ptr<const LiveWindow> beside_;
  std::shared_ptr<const WindowSnapshot> snapshot_;
  std::vector<std::shared_ptr<Waiter>> waiters_;
};

}  // namespace nigiwai::media
