// What shows leave behind and what is made of it, put together: archives with chapters, searching, the shelf
// as it was spoken and clips; and rehearsals, into which a past show's crowd plays.
#pragma once

#include "server/clip_cutter.h"
#include "show/archive/archive_routes.h"
#include "show/archive/caption_routes.h"
#include "show/archive/clip_routes.h"
#include "show/archive/withdrawal_routes.h"
#include "show/rehearsal/crowd_player.h"
#include "show/rehearsal/rehearsal_routes.h"

namespace nigiwai::server {

class ArchiveRooms {
 public:
  // All outlive this. `secret` is the shop's.
  ArchiveRooms(const show::ShowParts& parts, media::Broadcasts& broadcasts, std::string secret);
  void add_to(http::Router& router);  // this must outlive the router
  // Clips that wait are made, and crowds play, between the two.
  void start();
  void stop();

 private:
  media::Broadcasts& broadcasts_;
  RecordingCutter cutter_;
  show::ClipMaker maker_;
  show::ArchiveRoutes archive_;
  show::ClipRoutes clips_;
  show::RehearsalRoutes rehearsals_;
  show::CrowdPlayer crowds_;
  show::WithdrawalRoutes withdrawals_;
  show::CaptionRoutes captions_;
};

}  // namespace nigiwai::server
