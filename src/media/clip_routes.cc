#include "media/clip_routes.h"

#include <algorithm>

namespace nigiwai::media {
namespace {

// A show's id and a clip's are letters and digits, so that no address names any other file.
bool is_plain(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

http::Response serve(const http::Request& request, Broadcasts& broadcasts) {
  const auto show = request.parameter("show");
  const auto file = request.parameter("file");
  const auto dot = std::min(file.find('.'), file.size());
  const auto ending = file.substr(dot);
  const char* type = ending == ".mp4" ? "video/mp4" : ending == ".jpg" ? "image/jpeg" : nullptr;
  Result<http::FileSpan> found = fail(Kind::kNotFound, "not-found", "There is no such clip.");
  const std::string clip(file.substr(0, dot));
  if (type != nullptr && is_plain(show) && is_plain(clip) &&
      !broadcasts.clip_withdrawn(std::string(show), clip)) {
    auto opened =
        http::open_file((broadcasts.directory(std::string(show)) / "clips" / std::string(file)).string());
    if (opened) found = *std::move(opened);
  }
  if (!found) {
    auto refusal = http::problem_response(found.error());
    refusal.with("Cache-Control", "no-store");
    return refusal;
  }
  http::Response whole;
  whole.body = *std::move(found);
  whole.with("Content-Type", type).with("Cache-Control", kClipCaching);
  whole.with("Access-Control-Allow-Origin", "*");
  return http::ranged(request, std::move(whole));
}

}  // namespace

void add_clip_routes(http::Router& router, Broadcasts& broadcasts) {
  router.add({.method = "GET",
              .path = "/media/{show}/clips/{file}",
              .access = http::Access::open(),
              .handle = [&broadcasts](http::Request& request) -> Task<http::Response> {
                co_return serve(request, broadcasts);
              },
              .summary = "A clip of a show as MP4, and its poster as JPEG; may be asked for in ranges."});
}

}  // namespace nigiwai::media
