#include "server/media_rooms.h"

#include "base/log.h"
#include "media/routes.h"
#include "show/shows.h"
#include "show/simulcast/simulcast.h"

namespace nigiwai::server {
namespace {

Result<void> check_place(const std::string& url, const std::string& key) {
  return media::simulcast::check_address({.url = url, .key = key});
}

}  // namespace

std::vector<media::simulcast::Target> SimulcastTargets::targets_of(const std::string& show) {
  const auto read = readers_.read<std::vector<media::simulcast::Target>>(
      [&](store::Database& db) -> Result<std::vector<media::simulcast::Target>> {
        std::vector<media::simulcast::Target> targets;
        // A rehearsal is nobody else's.
        const auto found = show::find(db, show);
        if (!found || found->state != show::State::kLive) return targets;
        for (auto& each : show::open_places(db, secrets_, show))
          targets.push_back(
              {.id = each.id, .name = each.name, .address = {.url = each.url, .key = each.key}});
        return targets;
      });
  if (!read)
    log_error("where a show goes on to cannot be read", {{"show", show}, {"why", read.error().detail}});
  return read.value_or(std::vector<media::simulcast::Target>{});
}

MediaRooms::MediaRooms(const MediaWiring& wiring)
    : wiring_(wiring),
      log_(wiring.writer.core(), wiring.journal),
      shows_(wiring.readers),
      into_timeline_(log_, shows_, wiring.clock),
      targets_(wiring.readers, wiring.secrets),
      simulcasts_(targets_, wiring.clock,
                  [peers = wiring.private_peers](const media::simulcast::Address& address) {
                    return media::simulcast::rtmp_output(address, peers);
                  }),
      broadcasts_({.directory = wiring.directory, .simulcasts = &simulcasts_}, wiring.disk, wiring.clock,
                  shows_, into_timeline_),
      for_shows_(broadcasts_, simulcasts_) {}

void MediaRooms::add_to(http::Router& router, const show::ShowParts& parts) {
  simulcast_routes_.emplace(parts, wiring_.secrets, check_place);
  simulcast_routes_->add_to(router);
  media::add_broadcast_routes(router, broadcasts_);
  media::add_movie_routes(router, broadcasts_);
}

Result<void> MediaRooms::resume() {
  auto live = wiring_.readers.read<std::vector<show::LiveShow>>(
      [](store::Database& db) -> Result<std::vector<show::LiveShow>> { return show::live_shows(db); });
  if (!live) return std::unexpected(live.error());
  for (const auto& show : *live) {
    const auto until = broadcasts_.resume(show.id);
    // The picture went with the process that died; the log knows when it was away already.
    log_.note(show.id, show::PictureNote::kLost, until.value_or(Milliseconds(0)));
    log_info("a show goes on", {{"show", show.id}});
  }
  return {};
}

void MediaRooms::stop() {
  simulcasts_.stop();
  broadcasts_.stop();
}

}  // namespace nigiwai::server
