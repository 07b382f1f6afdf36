#include "timeline/frame.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "timeline/websocket.h"

namespace nigiwai::timeline {

json::object frame_json(const FrameHead& head, std::span<const SharedEvent> events, const View& view) {
  json::array shown;
  for (const auto& event : events) {
    if (event->kind != "heart.given" && may_see(*event, view)) shown.push_back(to_json(*event, view));
  }
  json::object frame{
      {"from", head.from},
      {"to", head.to},
      {"clock", head.clock.count()},
      {"events", std::move(shown)},
      {"counts",
       {{"watching", head.counts.watching}, {"hearts", head.counts.hearts}, {"chat", head.counts.chat}}}};
  if (!head.sums.empty()) frame["sums"] = head.sums;
  if (head.left_out > 0) frame["left_out"] = head.left_out;
  return frame;
}

SharedFrame frame_of(const json::object& shown, std::int64_t to) {
  const auto text = json::serialize(shown);
  const auto* from = shown.if_contains("from");
  return std::make_shared<const Frame>(
      Frame{.websocket = websocket::server_frame(websocket::Opcode::kText, text),
            .server_sent = fmt::format("id: {}\ndata: {}\n\n", to, text),
            .from = from != nullptr ? from->as_int64() : to + 1,
            .to = to});
}

}  // namespace nigiwai::timeline
