// All shows' media: lets encoders in, keeps what viewers play, records, and knows how each encoder is doing.
//
// A show's encoder may connect before the start (a preview in memory, under an unguessable path), during the
// show, leave and return. The public presentation begins with the first key frame after start(). When the
// show ends its recording is the archive.
//
// Threads: any thread may call anything. Feeds are called by their ingest threads and never wait for a disk:
// a thread of its own writes recordings, another makes posters and movies. A third looks every second for
// encoders that fell silent.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/disk.h"
#include "base/net.h"
#include "media/disk_queue.h"
#include "media/health.h"
#include "media/hls/live_window.h"
#include "media/ingest/gate.h"
#include "media/recording/movies.h"
#include "media/recording/recording.h"
#include "media/second/second_rendition.h"
#include "media/simulcast/simulcasts.h"

namespace nigiwai::media {

struct ShowMedia {
  enum class State { kScheduled, kLive, kEnded };
  std::string show;
  std::string key;         // what the encoder sends; never empty
  std::string passphrase;  // for SRT; empty: none
  State state = State::kScheduled;
  WallTime live_at{};  // from kLive on
  bool record = true;
  bool second = false;        // a smaller picture is made, too
  std::string preview_token;  // unguessable: /media/{preview_token}/index.m3u8 until the start
  // Of an archive of which parts were withdrawn: where its media stand now (empty: under the show's id), and
  // which parts.
  std::string archive_path{};
  std::vector<TimeStretch> withdrawn{};
};

// What the show's room knows. Called from any thread; answers from memory or with a short read.
class ShowDirectory {
 public:
  virtual ~ShowDirectory() = default;
  virtual std::optional<ShowMedia> find(const std::string& show) = 0;
  // Whose archive stands under this path.
  virtual std::optional<std::string> show_of_archive(const std::string&) { return std::nullopt; }
  // The clip shows something of a part that was withdrawn.
  virtual bool clip_withdrawn(const std::string&, const std::string&) { return false; }
};

// Told what happens to a picture on air. Called on ingest and disk threads; must not block, may call back.
class BroadcastObserver {
 public:
  virtual ~BroadcastObserver() = default;
  virtual void picture_came(const std::string& show, Milliseconds at) = 0;
  virtual void picture_went(const std::string& show, Milliseconds at) = 0;
  virtual void recording_stopped(const std::string& show, const std::string& sentence) = 0;
  virtual void recording_resumed(const std::string& show) = 0;
};

inline constexpr Milliseconds kDeadPublisher{
    5'000};  // without a packet for so long, another may take its place
inline constexpr Milliseconds kRecordingRetry{10'000};  // after the disk refused
inline constexpr Milliseconds kEndedKept{
    120'000};  // an ended show's window, for players that are about to see the end
inline constexpr Milliseconds kIdleKept{
    600'000};  // what is known of an encoder that was refused or has left a preview
inline constexpr std::size_t kDiskQueueBytes = 64 * 1024 * 1024;  // 20 s of ten shows at 2.5 Mbit/s
inline constexpr std::size_t kArchivesCached = 64;  // playlists of ended shows, some 100 kB for an hour

// An ended show's playlists, written once.
struct Archive {
  std::string path;  // of its media: the show's id, or where they moved to
  std::shared_ptr<const Recording> recording;
  std::shared_ptr<const LiveWindow> window;  // the end of the live playlist, with its ENDLIST
  std::string multivariant;
  std::string av;
  std::string audio;
  // Of the second rendition, where all of it was recorded: null and empty otherwise.
  std::shared_ptr<const Recording> low_recording;
  std::shared_ptr<const LiveWindow> low_window;
  std::string low;
};

class Broadcast;

class Broadcasts final : public Gate {
 public:
  struct Options {
    std::filesystem::path directory;  // each show has a folder in it
    bool watches = true;              // tick() is called every second; tests call it themselves
    // What is on air goes on to other services by these; none where null.
    simulcast::Simulcasts* simulcasts = nullptr;
    // For tests: in place of x264.
    std::function<std::unique_ptr<second::PictureCoder>()> make_coder{};
  };
  Broadcasts(Options options, Disk& disk, Clock& clock, ShowDirectory& shows, BroadcastObserver& observer);
  ~Broadcasts() override;

  Result<std::unique_ptr<Feed>> admit(const IngestRequest& request) override;
  std::string passphrase(const std::string& show) override;

  // The show is on air since `live_at`; an encoder in the preview goes public with its next key frame. Called
  // when a show starts, and for each live show when the server starts again: then the playlist goes on from
  // the recording.
  void start(const std::string& show, WallTime live_at);
  // Takes up a show that was live when the server stopped, like start(): the `at` where its recording ends,
  // if there is one. The picture went there, if nobody said so before.
  std::optional<Milliseconds> resume(const std::string& show);
  // The playlist stops growing and the encoder is closed; the recording is the archive.
  void end(const std::string& show);
  // The key, the passphrase or the wish for a second rendition has changed: an encoder that came with an old
  // key is closed.
  void key_changed(const std::string& show);
  // Removes everything recorded. The show must not be live.
  Result<void> forget(const std::string& show);
  // Parts of its archive were withdrawn or restored: nothing that was made of it before is served again. Any
  // thread; returns at once.
  void archive_changed(const std::string& show);

  Health health(const std::string& show);
  // `at` of the newest frame that viewers can have; 0 when there is none.
  Milliseconds served_until(const std::string& show);

  // Of a live show, or of a preview by its token; null when there is neither.
  std::shared_ptr<LiveWindow> window(const std::string& show_or_token);
  // The second rendition of a show, while it is offered; and with the bytes of what was offered last. Null
  // when there is none.
  std::shared_ptr<LiveWindow> low_offered(const std::string& show) const;
  std::shared_ptr<LiveWindow> low_window(const std::string& show) const;
  // Of a live show as far as it is recorded, without what is withdrawn. Null when nothing is.
  std::shared_ptr<const Recording> recording(const std::string& show, Rendition rendition = Rendition::kAv);
  // Of an ended show; not-found with "not-recorded" when there is none.
  Result<std::shared_ptr<const Archive>> archive(const std::string& show);
  // The one whose media stand under this path; not-found for a path that they have left.
  Result<std::shared_ptr<const Archive>> archive_at(const std::string& path);
  bool clip_withdrawn(const std::string& show, const std::string& clip) {
    return shows_.clip_withdrawn(show, clip);
  }
  // On air now, with or without a picture.
  bool is_live(const std::string& show);
  // What there is to be fetched now. Reads a little from the disk.
  struct Available {
    bool playlist = false;  // index.m3u8 of the show
    bool preview = false;   // index.m3u8 under its token
    bool poster = false;
    bool movie = false;  // recording.mp4
  };
  Available available(const std::string& show);
  bool is_preview(const std::string& token) const;

  // The movies that an ended show's recording makes, in order; made or not. Off the loop.
  Task<Result<std::vector<RecordedMovie>>> list_movies(std::string show);
  // Makes them if they are not there, off the loop, and names them in order.
  Task<Result<std::vector<RecordedMovie>>> movies(std::string show);
  // Second renditions that are being made, and that were dropped since the start.
  int second_renditions() const { return second_.places.taken(); }
  std::int64_t second_renditions_dropped() const { return second_.dropped; }
  std::filesystem::path directory(const std::string& show) const { return options_.directory / show; }
  // Where the poster stands once there is one; empty for what cannot be a show.
  std::optional<std::filesystem::path> poster(const std::string& show) const;

  // Finishes open segments, waits for the disk and lets those go who wait for a part. Nobody is admitted
  // afterwards.
  void stop();
  void tick();
  // Everything that was to be written is.
  void drain();

 private:
  std::shared_ptr<Broadcast> find(const std::string& show) const;
  std::shared_ptr<Broadcast> obtain(const ShowMedia& media);
  std::shared_ptr<Broadcast> live(const std::string& show);

  const Options options_;
  Disk& disk_;
  Clock& clock_;
  ShowDirectory& shows_;
  BroadcastObserver& observer_;
  DiskQueue disk_queue_{kDiskQueueBytes};
  asio::thread_pool maker_{1};  // posters and movies
  second::Shared second_;
  std::atomic<bool> stopping_{false};

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Broadcast>> broadcasts_;
  std::map<std::string, std::shared_ptr<const Archive>> archives_;
  std::map<std::string, std::vector<RecordedMovie>> movies_;  // of those asked for since the start
  std::uint64_t changes_ = 0;  // of archives: what was begun before one is not kept

  std::mutex watch_mutex_;
  std::condition_variable watch_;
  std::thread watcher_;
};

}  // namespace nigiwai::media
