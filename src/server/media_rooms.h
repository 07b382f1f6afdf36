// The picture of shows, put together: what encoders send, what viewers play, what is recorded and goes on to
// other services; and how shows and media know each other.
#pragma once

#include <optional>

#include "base/sealing.h"
#include "media/simulcast/simulcasts.h"
#include "server/broadcasting.h"
#include "show/routes.h"
#include "show/simulcast/simulcast_routes.h"

namespace nigiwai::server {

// Whom a show goes on to, from the database.
class SimulcastTargets final : public media::simulcast::TargetDirectory {
 public:
  SimulcastTargets(store::Readers& readers, const SecretBox& secrets)
      : readers_(readers), secrets_(secrets) {}
  std::vector<media::simulcast::Target> targets_of(const std::string& show) override;

 private:
  store::Readers& readers_;
  const SecretBox& secrets_;
};

struct MediaWiring {  // all outlive the server
  std::string directory{};
  Disk& disk;
  Clock& clock;
  store::Writer& writer;
  store::Readers& readers;
  timeline::Journal& journal;
  const SecretBox& secrets;
  std::vector<std::string> private_peers{};  // "host:port" in our own network that may be sent to
};

class MediaRooms {
 public:
  explicit MediaRooms(const MediaWiring& wiring);
  void add_to(http::Router& router, const show::ShowParts& parts);  // this must outlive the router
  // Takes up the shows that were live when the server stopped.
  Result<void> resume();
  void stop();

  media::Broadcasts& broadcasts() { return broadcasts_; }
  show::Broadcasting& for_shows() { return for_shows_; }

 private:
  MediaWiring wiring_;
  show::PictureLog log_;
  ShowsForMedia shows_;
  MediaIntoTimeline into_timeline_;
  SimulcastTargets targets_;
  media::simulcast::Simulcasts simulcasts_;
  media::Broadcasts broadcasts_;
  MediaForShows for_shows_;
  std::optional<show::SimulcastRoutes> simulcast_routes_;
};

}  // namespace nigiwai::server
