// What makes archives a medium, put together: chapters, searching, the shelf as it was spoken, and clips with
// their makers.
#pragma once

#include "server/clip_cutter.h"
#include "show/archive/archive_routes.h"
#include "show/archive/clip_routes.h"

namespace nigiwai::server {

class ArchiveRooms {
 public:
  ArchiveRooms(const show::ShowParts& parts, media::Broadcasts& broadcasts);  // all outlive this
  void add_to(http::Router& router);                                          // this must outlive the router
  // Clips that wait are made between the two.
  void start() { maker_.start(); }
  void stop() { maker_.stop(); }

 private:
  media::Broadcasts& broadcasts_;
  RecordingCutter cutter_;
  show::ClipMaker maker_;
  show::ArchiveRoutes archive_;
  show::ClipRoutes clips_;
};

}  // namespace nigiwai::server
