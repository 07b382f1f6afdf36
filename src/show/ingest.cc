#include "show/ingest.h"

#include <fmt/format.h>

namespace nigiwai::show {

std::vector<IngestAddress> ingest_addresses(const Show& show, const IngestOptions& options) {
  const auto rtmp = fmt::format("rtmp://{}:{}/live", options.host, options.rtmp_port);
  const auto rtmp_key = fmt::format("{}?key={}", show.id, show.stream_key);
  // A form of the stream id that needs no escaping inside a URL.
  const auto stream_id = fmt::format("publish:{}:{}", show.id, show.stream_key);
  const auto srt = fmt::format("srt://{}:{}?streamid={}", options.host, options.srt_port, stream_id);
  return {{"rtmp", rtmp, rtmp_key, rtmp + "/" + rtmp_key}, {"srt", srt, stream_id, srt}};
}

boost::json::array to_json(std::span<const IngestAddress> addresses) {
  boost::json::array shown;
  for (const auto& each : addresses)
    shown.push_back({{"protocol", each.protocol}, {"url", each.url}, {"key", each.key}});
  return shown;
}

}  // namespace nigiwai::show
