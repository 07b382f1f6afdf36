// The routes of the rooms: a show's timeline, and the door of a full house.
#pragma once

#include "http/router.h"
#include "timeline/rooms.h"

namespace nigiwai::server {

void add_room_routes(http::Router& router, timeline::Rooms& rooms);  // both outlive the server

}  // namespace nigiwai::server
