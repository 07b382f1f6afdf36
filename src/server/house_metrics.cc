#include "server/house_metrics.h"

namespace nigiwai::server {

void add_house_metrics(Metrics& metrics, Metered house) {
  const auto figures = [house] { return house.writer.figures(); };
  metrics.counter("nigiwai_http_requests_total", "Requests answered.",
                  [house] { return static_cast<double>(house.server.requests()); });
  metrics.gauge("nigiwai_http_connections", "Open HTTP connections.",
                [house] { return static_cast<double>(house.server.connections()); });
  metrics.gauge("nigiwai_room_sockets", "Readers of timelines.",
                [house] { return static_cast<double>(house.rooms.sockets()); });
  metrics.gauge("nigiwai_room_waiting", "Viewers in line for a seat.",
                [house] { return static_cast<double>(house.rooms.waiting()); });
  metrics.counter("nigiwai_room_frames_total", "Frames made by rooms.",
                  [house] { return static_cast<double>(house.rooms.frames_sent()); });
  metrics.counter("nigiwai_writer_commands_total", "Commands decided.",
                  [figures] { return static_cast<double>(figures().commands); });
  metrics.counter("nigiwai_writer_commits_total", "Transactions committed.",
                  [figures] { return static_cast<double>(figures().commits); });
  metrics.counter("nigiwai_writer_failures_total", "Batches rolled back.",
                  [figures] { return static_cast<double>(figures().failures); });
  metrics.counter("nigiwai_orders_sold_out_total",
                  "Orders refused without the writer, of what is surely sold out.",
                  [house] { return static_cast<double>(house.sold_out.refusals()); });
  metrics.gauge("nigiwai_second_renditions", "Second renditions that are being made.",
                [house] { return static_cast<double>(house.broadcasts.second_renditions()); });
  metrics.counter(
      "nigiwai_second_renditions_dropped_total",
      "Second renditions given up, because the machine could not keep up or a picture not be coded.",
      [house] { return static_cast<double>(house.broadcasts.second_renditions_dropped()); });
  metrics.gauge("nigiwai_figures_behind", "Events of the journal that the figures have not read yet.",
                [house] { return static_cast<double>(house.insight.behind()); });
  const auto mail = [house] { return house.sender.figures(); };
  metrics.gauge("nigiwai_mail_waiting", "Mails that wait to be sent, those for later among them.",
                [mail] { return static_cast<double>(mail().waiting); });
  metrics.gauge("nigiwai_mail_failed", "Mails that were given up.",
                [mail] { return static_cast<double>(mail().failed); });
  constexpr const char* kDeliveries = "nigiwai_mail_deliveries_total";
  constexpr const char* kDeliveriesHelp = "Tries to deliver a mail, by what became of it.";
  metrics.counter(kDeliveries, kDeliveriesHelp, [mail] { return static_cast<double>(mail().taken); },
                  {{"result", "taken"}});
  metrics.counter(kDeliveries, kDeliveriesHelp, [mail] { return static_cast<double>(mail().put_off); },
                  {{"result", "put_off"}});
  metrics.counter(kDeliveries, kDeliveriesHelp, [mail] { return static_cast<double>(mail().refused); },
                  {{"result", "refused"}});
  metrics.counter(kDeliveries, kDeliveriesHelp, [mail] { return static_cast<double>(mail().nobody_home); },
                  {{"result", "no_server"}});
  constexpr const char* kLaneNames[] = {"orders", "staff", "room", "projections", "imports", "behind"};
  for (std::size_t lane = 0; lane < store::kLanes; ++lane) {
    metrics.gauge("nigiwai_writer_waiting", "Commands waiting in a lane.",
                  [figures, lane] { return static_cast<double>(figures().waiting[lane]); },
                  {{"lane", kLaneNames[lane]}});
  }
}

}  // namespace nigiwai::server
