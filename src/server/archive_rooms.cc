#include "server/archive_rooms.h"

#include "media/clip_routes.h"

namespace nigiwai::server {

ArchiveRooms::ArchiveRooms(const show::ShowParts& parts, media::Broadcasts& broadcasts, std::string secret)
    : broadcasts_(broadcasts),
      cutter_(broadcasts),
      maker_(parts.writer, parts.readers, parts.journal, cutter_),
      archive_(parts),
      clips_(parts, maker_),
      rehearsals_(parts),
      crowds_(parts.writer, parts.readers, parts.journal, std::move(secret)),
      withdrawals_(parts) {}

void ArchiveRooms::add_to(http::Router& router) {
  archive_.add_to(router);
  clips_.add_to(router);
  rehearsals_.add_to(router);
  withdrawals_.add_to(router);
  media::add_clip_routes(router, broadcasts_);
}

void ArchiveRooms::start() {
  maker_.start();
  crowds_.start();
}

void ArchiveRooms::stop() {
  crowds_.stop();
  maker_.stop();
}

}  // namespace nigiwai::server
