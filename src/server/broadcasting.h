// Joins shows and their media: each knows only an interface of the other's.
#pragma once

#include "base/fields.h"
#include "media/broadcasts.h"
#include "show/broadcasting.h"
#include "show/picture_log.h"
#include "store/readers.h"

namespace nigiwai::server {

// What media asks of shows, answered from the database.
class ShowsForMedia final : public media::ShowDirectory {
 public:
  explicit ShowsForMedia(store::Readers& readers) : readers_(readers) {}
  std::optional<media::ShowMedia> find(const std::string& show) override;
  std::optional<std::string> show_of_archive(const std::string& path) override;
  bool clip_withdrawn(const std::string& show, const std::string& clip) override;

 private:
  store::Readers& readers_;
};

// What media tells, written into the show's timeline.
class MediaIntoTimeline final : public media::BroadcastObserver {
 public:
  MediaIntoTimeline(show::PictureLog& log, ShowsForMedia& shows, const Clock& clock)
      : log_(log), shows_(shows), clock_(clock) {}
  void picture_came(const std::string& show, Milliseconds at) override;
  void picture_went(const std::string& show, Milliseconds at) override;
  void recording_stopped(const std::string& show, const std::string& sentence) override;
  void recording_resumed(const std::string& show) override;

 private:
  Milliseconds now_in(const std::string& show);
  show::PictureLog& log_;
  ShowsForMedia& shows_;
  const Clock& clock_;
};

// What shows ask of media.
class MediaForShows final : public show::Broadcasting {
 public:
  MediaForShows(media::Broadcasts& broadcasts, media::simulcast::Simulcasts& simulcasts)
      : broadcasts_(broadcasts), simulcasts_(simulcasts) {}
  void start(const std::string& show, WallTime live_at, show::Recording recording) override;
  void end(const std::string& show) override;
  void key_changed(const std::string& show) override;
  void second_rendition_changed(const std::string& show) override;
  void simulcast_changed(const std::string& show) override;
  void archive_changed(const std::string& show) override;
  json::object health(const std::string& show) override;
  show::MediaThere media(const std::string& show) override;

 private:
  media::Broadcasts& broadcasts_;
  media::simulcast::Simulcasts& simulcasts_;
};

}  // namespace nigiwai::server
