// A broadcast house for tests: a clock that is turned, shows in a map, and an observer that remembers.
#pragma once

#include <map>
#include <mutex>

#include "base/faulty_disk.h"
#include "base/random.h"
#include "media/broadcasts.h"
#include "media/test_support.h"

namespace nigiwai::media::testing {

class MapDirectory final : public ShowDirectory {
 public:
  std::optional<ShowMedia> find(const std::string& show) override {
    const std::scoped_lock lock(mutex_);
    const auto found = shows_.find(show);
    return found == shows_.end() ? std::nullopt : std::optional(found->second);
  }
  void put(const ShowMedia& media) {
    const std::scoped_lock lock(mutex_);
    shows_[media.show] = media;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, ShowMedia> shows_;
};

class RememberingObserver final : public BroadcastObserver {
 public:
  void picture_came(const std::string& show, Milliseconds at) override {
    say(fmt::format("{} came {}", show, at.count()));
  }
  void picture_went(const std::string& show, Milliseconds at) override {
    say(fmt::format("{} went {}", show, at.count()));
  }
  void recording_stopped(const std::string& show, const std::string&) override {
    say(show + " not recorded");
  }
  void recording_resumed(const std::string& show) override { say(show + " recorded again"); }
  std::vector<std::string> said() const {
    const std::scoped_lock lock(mutex_);
    return said_;
  }

 private:
  void say(std::string what) {
    const std::scoped_lock lock(mutex_);
    said_.push_back(std::move(what));
  }
  mutable std::mutex mutex_;
  std::vector<std::string> said_;
};

class House {
 public:
  House() : clock(kLiveAt) {
    disk.syncs_are_skipped = true;
    shows.put({.show = "spring", .key = "k1", .passphrase = "long enough", .preview_token = "unguessable"});
    open(folder.path());
  }
  // A server that takes the directory as it stands on the disk, as after a crash.
  void open(const std::filesystem::path& directory) {
    broadcasts.reset();
    broadcasts = std::make_unique<Broadcasts>(
        Broadcasts::Options{.directory = directory, .watches = false, .make_coder = make_coder}, disk, clock,
        shows, observer);
  }
  void go_live() {
    auto media = *shows.find("spring");
    media.state = ShowMedia::State::kLive;
    media.live_at = clock.wall();
    shows.put(media);
    broadcasts->start("spring", media.live_at);
  }
  void end() {
    auto media = *shows.find("spring");
    media.state = ShowMedia::State::kEnded;
    shows.put(media);
    broadcasts->end("spring");
  }
  std::unique_ptr<Feed> encoder(const Movie& movie) {
    auto feed = broadcasts->admit({.protocol = "rtmp", .show = "spring", .key = "k1", .peer = "127.0.0.1:5"});
    EXPECT_TRUE(feed.has_value()) << (feed ? "" : feed.error().detail);
    if (!feed) return nullptr;
    (*feed)->video_form(movie.video);
    if (movie.audio) (*feed)->audio_form(*movie.audio);
    return std::move(*feed);
  }
  // Sends the packets between two moments of the movie; the clock goes along.
  void send(Feed& feed, const Movie& movie, Milliseconds from, Milliseconds until) {
    const auto started = clock.wall();
    for (const auto& packet : movie.packets) {
      if (packet.dts < from || packet.dts >= until) continue;
      const auto due = started + std::chrono::floor<Milliseconds>(packet.dts - from);
      if (due > clock.wall()) clock.advance(due - clock.wall());
      feed.packet(packet);
    }
    if (started + (until - from) > clock.wall()) clock.advance(started + (until - from) - clock.wall());
  }
  std::string playlist() { return broadcasts->window("spring")->snapshot()->playlist(Rendition::kAv, false); }

  TemporaryDirectory folder;
  ManualClock clock;
  FaultyDisk disk;
  MapDirectory shows;
  RememberingObserver observer;
  std::function<std::unique_ptr<second::PictureCoder>()> make_coder;  // of what open() opens next
  std::unique_ptr<Broadcasts> broadcasts;

 private:
  SystemRandom random_;  // starts libsodium, which compares keys
};

inline Movie synthetic_movie(const SyntheticVideo& how = {}) {
  return {.video = synthetic_video_form(),
          .audio = how.sound ? std::optional(default_audio_form()) : std::nullopt,
          .packets = synthetic(how)};
}

}  // namespace nigiwai::media::testing
