#include "server/broadcasting.h"

#include <boost/asio/post.hpp>
#include <filesystem>

#include "show/shows.h"
#include "timeline/journal.h"

namespace nigiwai::server {

std::optional<media::ShowMedia> ShowsForMedia::find(const std::string& id) {
  const auto found = readers_.read<media::ShowMedia>([&](store::Database& db) -> Result<media::ShowMedia> {
    const auto show = show::find(db, id);
    if (!show) return std::unexpected(show.error());
    if (show->state == show::State::kCancelled) return fail(Kind::kNotFound, "not-found", "This show was cancelled.");
    const auto times = timeline::times_of(db, id);
    media::ShowMedia media{.show = show->id,
                           .key = show->stream_key,
                           .passphrase = "",
                           .state = media::ShowMedia::State::kScheduled,
                           .live_at = {},
                           .record = show->record == show::Recording::kOn,
                           .preview_token = show->preview_token};
    if (times && times->live_at) media.live_at = *times->live_at;
    if (show->state == show::State::kLive) media.state = media::ShowMedia::State::kLive;
    if (show->state == show::State::kArchived) media.state = media::ShowMedia::State::kEnded;
    return media;
  });
  if (!found) return std::nullopt;
  return *found;
}

Milliseconds MediaIntoTimeline::now_in(const std::string& show) {
  const auto media = shows_.find(show);
  return media ? clock_.wall() - media->live_at : Milliseconds(0);
}

void MediaIntoTimeline::picture_came(const std::string& show, Milliseconds at) {
  log_.note(show, show::PictureNote::kStarted, at);
}
void MediaIntoTimeline::picture_went(const std::string& show, Milliseconds at) {
  log_.note(show, show::PictureNote::kLost, at);
}
void MediaIntoTimeline::recording_stopped(const std::string& show, const std::string& sentence) {
  log_.note(show, show::PictureNote::kRecordingStopped, now_in(show), sentence);
}
void MediaIntoTimeline::recording_resumed(const std::string& show) {
  log_.note(show, show::PictureNote::kRecordingResumed, now_in(show));
}

void MediaForShows::start(const std::string& show, WallTime live_at, show::Recording) { broadcasts_.start(show, live_at); }

void MediaForShows::end(const std::string& show) {
  boost::asio::post(thread_, [this, show] { broadcasts_.end(show); });
}

void MediaForShows::key_changed(const std::string& show) {
  boost::asio::post(thread_, [this, show] { broadcasts_.key_changed(show); });
}

void MediaForShows::join() { thread_.join(); }

json::object MediaForShows::health(const std::string& show) {
  const auto health = broadcasts_.health(show);
  json::object shown{{"connected", health.connected},
                     {"picture", health.picture},
                     {"protocol", health.protocol},
                     {"bitrate_bps", health.video_bits_per_second},
                     {"fps", health.frames_per_second},
                     {"width", health.width},
                     {"height", health.height},
                     {"audio", nullptr},
                     {"silent", health.silent},
                     {"key_frame_interval_ms", health.key_frame_interval.count()},
                     {"long_gop", health.long_gop},
                     {"no_video_for_ms", health.no_video ? media::kNoVideoPatience.count() : 0},
                     {"dropped", health.dropped},
                     {"drift_ms", health.drift.count()},
                     {"waiting_ms", health.behind.count()},
                     {"refused", nullptr},
                     {"recording", "on"},
                     {"recording_problem", nullptr}};
  if (health.audio_rate > 0) shown["audio"] = {{"sample_rate", health.audio_rate}, {"channels", health.audio_channels}};
  if (!health.problem.empty()) shown["refused"] = health.problem;
  if (health.recording == media::RecordingState::kOff) shown["recording"] = "off";
  if (health.recording == media::RecordingState::kFailed) {
    shown["recording"] = "failed";
    shown["recording_problem"] = health.recording_problem;
  }
  return shown;
}

show::MediaThere MediaForShows::media(const std::string& show) {
  show::MediaThere there;
  const auto known = shows_.find(show);
  if (!known) return there;
  if (const auto poster = broadcasts_.poster(show)) {
    std::error_code ignored;
    there.poster = std::filesystem::exists(*poster, ignored);
  }
  if (known->state == media::ShowMedia::State::kScheduled) {
    there.preview = broadcasts_.is_preview(known->preview_token);
  } else if (broadcasts_.is_live(show)) {
    const auto window = broadcasts_.window(show);
    there.playlist = window && !window->snapshot()->empty();
  } else if (known->state == media::ShowMedia::State::kEnded) {
    there.playlist = there.download = broadcasts_.archive(show).has_value();
  }
  return there;
}

}  // namespace nigiwai::server
