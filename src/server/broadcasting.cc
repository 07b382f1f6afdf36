#include "server/broadcasting.h"

#include "show/archive/clips.h"
#include "show/archive/withdrawals.h"
#include "show/shows.h"
#include "timeline/journal.h"

namespace nigiwai::server {

std::optional<media::ShowMedia> ShowsForMedia::find(const std::string& id) {
  const auto found = readers_.read<media::ShowMedia>([&](store::Database& db) -> Result<media::ShowMedia> {
    const auto show = show::find(db, id);
    if (!show) return std::unexpected(show.error());
    if (show->state == show::State::kCancelled)
      return fail(Kind::kNotFound, "not-found", "This show was cancelled.");
    const auto times = timeline::times_of(db, id);
    media::ShowMedia media{.show = show->id,
                           .key = show->stream_key,
                           .passphrase = "",
                           .state = media::ShowMedia::State::kScheduled,
                           .live_at = {},
                           .record = show->record == show::Recording::kOn,
                           .second = show->second_rendition == show::SecondRendition::kOn,
                           .preview_token = show->preview_token};
    if (times && times->live_at) media.live_at = *times->live_at;
    const auto state = times ? show::shown_state(*show, *times) : show->state;
    if (state == show::State::kLive) media.state = media::ShowMedia::State::kLive;
    if (state == show::State::kArchived) media.state = media::ShowMedia::State::kEnded;
    media.archive_path = show::archive_path(db, id);
    for (const auto& each : timeline::withdrawn_of(db, id))
      media.withdrawn.push_back({each.from, each.until});
    return media;
  });
  if (!found) return std::nullopt;
  return *found;
}

std::optional<std::string> ShowsForMedia::show_of_archive(const std::string& path) {
  return readers_
      .read<std::optional<std::string>>([&](store::Database& db) -> Result<std::optional<std::string>> {
        return show::show_of_archive(db, path);
      })
      .value_or(std::nullopt);
}

bool ShowsForMedia::clip_withdrawn(const std::string& show, const std::string& clip) {
  // What cannot be told is not shown.
  return readers_
      .read<bool>([&](store::Database& db) -> Result<bool> { return show::is_withdrawn(db, show, clip); })
      .value_or(true);
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

void MediaForShows::start(const std::string& show, WallTime live_at, show::Recording) {
  broadcasts_.start(show, live_at);
}

void MediaForShows::end(const std::string& show) { broadcasts_.end(show); }

void MediaForShows::key_changed(const std::string& show) { broadcasts_.key_changed(show); }

void MediaForShows::second_rendition_changed(const std::string& show) { broadcasts_.key_changed(show); }

void MediaForShows::simulcast_changed(const std::string& show) { simulcasts_.changed(show); }

void MediaForShows::archive_changed(const std::string& show) { broadcasts_.archive_changed(show); }

json::object MediaForShows::health(const std::string& show) {
  auto shown = media::to_json(broadcasts_.health(show));
  json::array relays;
  for (const auto& each : simulcasts_.health(show)) {
    auto relay = media::simulcast::to_json(each.health);
    relay["id"] = each.id;
    relay["name"] = each.name;
    relays.push_back(std::move(relay));
  }
  shown["simulcast"] = std::move(relays);
  return shown;
}

show::MediaThere MediaForShows::media(const std::string& show) {
  const auto available = broadcasts_.available(show);
  return {.playlist = available.playlist,
          .preview = available.preview,
          .poster = available.poster,
          .download = available.movie};
}

}  // namespace nigiwai::server
