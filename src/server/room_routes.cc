#include "server/room_routes.h"

namespace nigiwai::server {

void add_room_routes(http::Router& router, timeline::Rooms& rooms) {
  router.add({.method = "GET",
              .path = "/api/shows/{id}/timeline",
              .access = http::Access::anyone(),
              .handle = [&rooms](http::Request& request) { return rooms.timeline(request); },
              .summary = "The timeline: a WebSocket (nigiwai.v1), server-sent events, or a JSON page by "
                         "seq or by moment."});
  router.add(
      {.method = "GET",
       .path = "/api/door",
       .access = http::Access::anyone(),
       .handle = [&rooms](http::Request& request) { return rooms.door(request); },
       .summary =
           "Whether a viewer may come into the room, or its place in the line when the server is full.",
       .answer = R"({"type":"object","required":["ticket","place"],"properties":{"ticket":{"type":"string"},)"
                 R"("place":{"type":"integer"},"retry_after_ms":{"type":"integer"}}})"});
}

}  // namespace nigiwai::server
