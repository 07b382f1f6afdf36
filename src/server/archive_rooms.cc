#include "server/archive_rooms.h"

#include "media/clip_routes.h"

namespace nigiwai::server {

ArchiveRooms::ArchiveRooms(const show::ShowParts& parts, media::Broadcasts& broadcasts)
    : broadcasts_(broadcasts),
      cutter_(broadcasts),
      maker_(parts.writer, parts.readers, parts.journal, cutter_),
      archive_(parts),
      clips_(parts, maker_) {}

void ArchiveRooms::add_to(http::Router& router) {
  archive_.add_to(router);
  clips_.add_to(router);
  media::add_clip_routes(router, broadcasts_);
}

}  // namespace nigiwai::server
