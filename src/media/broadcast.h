// One show's media, between its encoder and its window. Broadcasts owns these; nobody else includes this.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "media/broadcasts.h"
#include "media/cmaf/packager.h"
#include "media/recording/recorder.h"
#include "media/second/second_rendition.h"

namespace nigiwai::media {

class Broadcast : public std::enable_shared_from_this<Broadcast> {
 public:
  struct Surroundings {
    std::filesystem::path directory;  // of this show
    Disk& disk;
    Clock& clock;
    BroadcastObserver& observer;
    DiskQueue& disk_queue;
    asio::thread_pool& maker;
    second::Shared& second;
    simulcast::Simulcasts* simulcasts = nullptr;
  };
  Broadcast(ShowMedia media, Surroundings around);

  // One encoder's stay. `closed` may be read without the lock.
  struct Session {
    std::string protocol;
    std::string key;        // empty: it needed none
    std::string publisher;  // empty: unknown
    std::atomic<bool> closed{false};
    SteadyTime last_packet{};
    SteadyTime last_video{};
    std::optional<VideoForm> video;
    std::optional<AudioForm> audio;
    std::unique_ptr<PartSink> sink;
    std::unique_ptr<Packager> packager;
    bool on_air = false;  // the packager feeds the public window
    RateMeter meter;
    std::int64_t dropped = 0;  // by packagers before this one
  };

  // conflict "already-publishing" or "show-ended".
  Result<std::shared_ptr<Session>> admit(const IngestRequest& request);
  void refused(const std::string& sentence);  // before it was admitted
  void video_form(Session& session, const VideoForm& form);
  void audio_form(Session& session, const AudioForm& form);
  void packet(Session& session, const Packet& packet);
  void refused(Session& session, const Problem& problem);
  void left(const std::shared_ptr<Session>& session);

  // Opens the public window, and continues it from the recording when there is one: says where that ends.
  std::optional<Milliseconds> start(WallTime live_at);
  void end();
  // After end(): everything is on the disk.
  bool settled() const { return settled_; }
  void update(const ShowMedia& media);
  void stop();
  void tick();

  Health health();
  Milliseconds served_until() const;
  std::shared_ptr<LiveWindow> live_window() const;
  // Of the second rendition: while it is offered, and whatever bytes there are of it.
  std::shared_ptr<LiveWindow> low_offered() const;
  std::shared_ptr<LiveWindow> low_window() const;
  // After end(): its recording is whole, or never will be.
  bool low_settled() const;
  std::shared_ptr<LiveWindow> preview_window(const std::string& token) const;
  ShowMedia::State state() const;
  std::optional<Milliseconds> recorded_until() const;  // what start() said
  // Nobody needs this object any more.
  bool idle() const;

 private:
  class PublicSink;
  class PreviewSink;
  // What the observer is to hear, said when the lock is free again.
  using Said = std::vector<std::function<void(BroadcastObserver&)>>;
  template <class Work>
  void locked(Work work);

  std::optional<Milliseconds> take_up();
  Milliseconds window_end() const;  // with the lock held
  void make_packager(Session& session, bool on_air);
  void finish(Session& session, Said& said);
  void close(Session& session, Said& said);
  void failed(Session& session, const Problem& problem, Said& said);
  void record(Part part, const Placed& placed);
  void make_poster(const Part& part);
  // On the disk thread.
  void write(const Part& part, const Placed& placed, LiveWindow& window);
  void lose_recorder(const Problem& problem);
  bool is_dead(const Session& session) const;

  const Surroundings around_;
  mutable std::mutex mutex_;
  ShowMedia media_;
  std::shared_ptr<Session> session_;
  std::shared_ptr<LiveWindow> live_;
  std::shared_ptr<LiveWindow> preview_;
  second::SecondRendition second_;
  SteadyTime preview_ended_{};
  std::string problem_;
  std::optional<Ticks> first_at_;
  std::optional<Milliseconds> recorded_until_;
  std::size_t posters_ = 0;
  SteadyTime touched_{};

  std::atomic<bool> settled_{false};

  std::unique_ptr<Recorder> recorder_;  // these two are the disk thread's
  SteadyTime retry_at_{};

  mutable std::mutex recording_mutex_;
  RecordingState recording_ = RecordingState::kWaiting;
  std::string recording_problem_;
};

}  // namespace nigiwai::media
