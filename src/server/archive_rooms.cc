#include "server/archive_rooms.h"

#include "media/clip_routes.h"

namespace nigiwai::server {
namespace {

std::vector<show::Piece> pieces_of(media::Broadcasts& broadcasts, const std::string& show) {
  std::vector<show::Piece> pieces;
  const auto recording = broadcasts.recording(show);
  const auto segments = recording ? recording->segments() : Result<std::vector<media::PlaylistSegment>>{};
  if (!segments) return pieces;
  media::Ticks played{0};
  for (const auto& segment : *segments) {
    const auto media = media::to_milliseconds(played);
    played += segment.duration;
    pieces.push_back({.media = media,
                      .at = media::to_milliseconds(segment.at),
                      .length = media::to_milliseconds(played) - media});
  }
  return pieces;
}

}  // namespace

ArchiveRooms::ArchiveRooms(const show::ShowParts& parts, media::Broadcasts& broadcasts, std::string secret)
    : broadcasts_(broadcasts),
      cutter_(broadcasts),
      maker_(parts.writer, parts.readers, parts.journal, cutter_),
      archive_(parts),
      clips_(parts, maker_),
      rehearsals_(parts),
      crowds_(parts.writer, parts.readers, parts.journal, std::move(secret)),
      withdrawals_(parts),
      captions_(parts, [&broadcasts](const std::string& show) { return pieces_of(broadcasts, show); }) {}

void ArchiveRooms::add_to(http::Router& router) {
  archive_.add_to(router);
  clips_.add_to(router);
  rehearsals_.add_to(router);
  withdrawals_.add_to(router);
  captions_.add_to(router);
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
