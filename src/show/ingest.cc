#include "show/ingest.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

namespace nigiwai::show {
namespace {

constexpr int kQuietZone = 4;  // modules, as the standard (ISO/IEC 18004 6.3.8) wants it

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

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

Result<std::string> qr_svg(const std::string& text) {
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
  if (!code) return fail(Kind::kInternal, "internal", "This address does not fit into a QR code.");
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if ((code->data[y * code->width + x] & 1) != 0)
        path += fmt::format("M{} {}h1v1h-1z", x + kQuietZone, y + kQuietZone);
    }
  }
  const int side = code->width + 2 * kQuietZone;
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges">)"
      R"(<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>)",
      side, path);
}

}  // namespace nigiwai::show
