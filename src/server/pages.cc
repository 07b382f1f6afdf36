#include "server/pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/assets.h"

namespace nigiwai::server {
namespace {

// Scripts come from our own files alone; hls.js runs its worker and its media from blobs.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors ";

const Asset* find(std::string_view path) {
  static const auto all = assets();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Asset& asset) { return asset.path == path; });
  return found == all.end() ? nullptr : &*found;
}

std::string_view media_type(std::string_view path) {
  const auto dot = path.rfind('.');
  const auto ending = dot == std::string_view::npos ? std::string_view() : path.substr(dot);
  if (ending == ".html") return "text/html; charset=utf-8";
  if (ending == ".js") return "text/javascript; charset=utf-8";
  if (ending == ".css") return "text/css; charset=utf-8";
  if (ending == ".svg") return "image/svg+xml";
  if (ending == ".png") return "image/png";
  if (ending == ".webp") return "image/webp";
  if (ending == ".json" || ending == ".webmanifest") return "application/json";
  if (ending == ".woff2") return "font/woff2";
  return "application/octet-stream";
}

http::Response serve(const http::Request& request, const Asset& asset, int status,
                     const std::string& frame_ancestors = "'none'") {
  const bool gzip = !asset.gzip.empty() && request.header("accept-encoding").find("gzip") != std::string_view::npos;
  const auto bytes = gzip ? asset.gzip : asset.bytes;
  http::Response response;
  response.status = status;
  response.body = http::SharedBytes{nullptr, bytes.data(), bytes.size()};
  response.with("Content-Type", std::string(media_type(asset.path))).with("Vary", "Accept-Encoding");
  if (gzip) response.with("Content-Encoding", "gzip");
  if (asset.path.ends_with(".html")) {
    response.with("Cache-Control", "no-cache");
    response.with("Content-Security-Policy", std::string(kContentSecurityPolicy) + frame_ancestors);
    response.with("Referrer-Policy", "same-origin");
  } else {
    response.with("Cache-Control", "public, max-age=31536000, immutable");
  }
  if (status != 200) return response;
  return http::tagged(request, std::move(response), fmt::format("\"{}{}\"", asset.hash, gzip ? "-gz" : ""));
}

// The show in a frame on another site's page.
bool is_embed_path(std::string_view path) {
  constexpr std::string_view kRoom = "/embed/";
  return path.starts_with(kRoom) && path.size() > kRoom.size() && path.find('/', kRoom.size()) == std::string_view::npos;
}

// A page of the viewers: /, /shows/{id}, /orders/{id} and its receipt, /products/{id}, /staff/{handle}, /legal/{page}, /me.
bool is_player_path(std::string_view path) {
  if (path == "/" || path == "/me" || path == "/sign-in" || path == "/saved") return true;
  constexpr std::string_view kReceipt = "/receipt";
  if (path.starts_with("/orders/") && path.ends_with(kReceipt)) path.remove_suffix(kReceipt.size());
  for (const std::string_view room : {"/shows/", "/orders/", "/products/", "/staff/", "/legal/"}) {
    if (path.starts_with(room) && path.size() > room.size() && path.find('/', room.size()) == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

http::Response page_at(const http::Request& request, const std::string& frame_ancestors) {
  const std::string_view path = request.path;
  if (path.starts_with("/assets/")) {
    if (const auto* asset = find(path)) return serve(request, *asset, 200);
    return http::problem_response({Kind::kNotFound, "not-found", "There is no such file."});
  }
  if (path == "/robots.txt") {
    return http::text_response("User-agent: *\nDisallow: /studio\nDisallow: /orders/\nDisallow: /api/\n", "text/plain");
  }
  const bool studio = path == "/studio" || path.starts_with("/studio/");
  const bool embedded = is_embed_path(path);
  const bool known = studio || embedded || is_player_path(path);
  if (!known && !request.wants("text/html")) {
    return http::problem_response({Kind::kNotFound, "not-found", "There is nothing at this path."});
  }
  const auto* page = find(studio ? "/studio/index.html" : "/player/index.html");
  if (page == nullptr) {
    return http::text_response("This server was built without its pages. Build it with `make build`.\n",
                               "text/plain; charset=utf-8", 503);
  }
  return serve(request, *page, known ? 200 : 404, embedded ? frame_ancestors : "'none'");
}

}  // namespace nigiwai::server
