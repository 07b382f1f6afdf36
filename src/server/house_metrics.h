// What the running server counts of itself, as GET /metrics tells it.
#pragma once

#include "http/server.h"
#include "insight/insight.h"
#include "media/broadcasts.h"
#include "outbox/sender.h"
#include "server/metrics.h"
#include "shop/products/sold_out.h"
#include "timeline/rooms.h"

namespace nigiwai::server {

struct Metered {  // all outlive the metrics
  const http::Server& server;
  const timeline::Rooms& rooms;
  const store::WriterCore& writer;
  const outbox::Sender& sender;
  const shop::SoldOutBoard& sold_out;
  const media::Broadcasts& broadcasts;
  insight::Insight& insight;
};
void add_house_metrics(Metrics& metrics, Metered house);

}  // namespace nigiwai::server
