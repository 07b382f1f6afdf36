#include "server/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "server/assets.h"
#include "server/html.h"
#include "server/public_pages.h"
#include "shop/settings.h"

namespace nigiwai::server {
namespace {

// Scripts come from our own files alone; hls.js runs its worker and its media from blobs.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors ";

const Asset* find(std::string_view path) {
  static const auto all = assets();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Asset& asset) { return asset.path == path; });
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

http::Response safe(http::Response response, const std::string& frame_ancestors) {
  response.with("Cache-Control", "no-cache");
  response.with("Content-Security-Policy", std::string(kContentSecurityPolicy) + frame_ancestors);
  response.with("Referrer-Policy", "same-origin");
  return response;
}

// A file as it was built. Those with a hash in their name never change; the few without are asked for again.
http::Response serve(const http::Request& request, const Asset& asset) {
  const bool gzip =
      !asset.gzip.empty() && request.header("accept-encoding").find("gzip") != std::string_view::npos;
  const auto bytes = gzip ? asset.gzip : asset.bytes;
  http::Response response;
  response.body = http::SharedBytes{nullptr, bytes.data(), bytes.size()};
  response.with("Content-Type", std::string(media_type(asset.path))).with("Vary", "Accept-Encoding");
  if (gzip) response.with("Content-Encoding", "gzip");
  if (asset.path.ends_with(".html")) {
    response = safe(std::move(response), "'none'");
  } else if (asset.path.starts_with("/assets/")) {
    response.with("Cache-Control", "public, max-age=31536000, immutable");
  } else {
    response.with("Cache-Control", "public, max-age=300");
  }
  // Other sites' pages load it, and may ask for it by a fetch of their own.
  if (asset.path == "/embed.js") response.with("Access-Control-Allow-Origin", "*");
  return http::tagged(request, std::move(response), fmt::format("\"{}{}\"", asset.hash, gzip ? "-gz" : ""));
}

http::Response unbuilt() {
  return http::text_response("This server was built without its pages. Build it with `make build`.\n",
                             "text/plain; charset=utf-8", 503);
}

// The worker is new when the player is: the built page names every file of it by its hash.
http::Response service_worker() {
  const auto* worker = find("/sw.js");
  const auto* page = find("/player/index.html");
  if (worker == nullptr || page == nullptr) return unbuilt();
  std::string text(worker->bytes);
  constexpr std::string_view kPlace = "nigiwai-version";
  const auto name = "nigiwai-" + std::string(page->hash);
  for (auto at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace, at + name.size())) {
    text.replace(at, kPlace.size(), name);
  }
  auto response = http::text_response(std::move(text), "text/javascript; charset=utf-8");
  response.with("Cache-Control", "no-cache");
  return response;
}

// Kept by the service worker, in both languages because nobody can ask then which one is wanted.
constexpr std::string_view kOffline = R"(<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>オフライン / Offline</title>
    <style>
      body { margin: 0; min-height: 100vh; display: grid; place-content: center; gap: 32px; padding: 24px; text-align: center;
        background: #FAF7F2; color: #231B16; font: 16px/1.75 "Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", Meiryo, system-ui, sans-serif; }
      h1, h2 { font-size: 22px; line-height: 1.4; margin: 0 0 4px; } p { margin: 0; color: #5F544B; }
      a { display: inline-block; margin: 0 auto; padding: 12px 32px; border-radius: 12px; background: #C43522; color: #fff; font-weight: 700; text-decoration: none; }
    </style>
  </head>
  <body>
    <section><h1>電波が届いていません</h1><p>つながったら、もう一度開いてください。</p></section>
    <section lang="en"><h2>You are offline</h2><p>Open this again when you are connected.</p></section>
    <a href="">もう一度 / <span lang="en">Try again</span></a>
  </body>
</html>
)";

// The show in a frame on another site's page.
bool is_embed_path(std::string_view path) {
  constexpr std::string_view kRoom = "/embed/";
  return path.starts_with(kRoom) && path.size() > kRoom.size() &&
         path.find('/', kRoom.size()) == std::string_view::npos;
}

// A block in a frame on another site's page: /embed/blocks/{kind}.
bool is_block_path(std::string_view path) {
  constexpr std::string_view kRoom = "/embed/blocks/";
  if (!path.starts_with(kRoom)) return false;
  const auto kind = path.substr(kRoom.size());
  return kind == "next" || kind == "moments" || kind == "words" || kind == "wall";
}

// A page of the viewers: /, /shows/{id}, /orders/{id} and its receipt, /products/{id}, /staff/{handle},
// /legal/{page}, /me.
bool is_player_path(std::string_view path) {
  if (path == "/" || path == "/me" || path == "/sign-in" || path == "/saved") return true;
  constexpr std::string_view kReceipt = "/receipt";
  if (path.starts_with("/orders/") && path.ends_with(kReceipt)) path.remove_suffix(kReceipt.size());
  for (const std::string_view room : {"/shows/", "/orders/", "/products/", "/staff/", "/legal/"}) {
    if (path.starts_with(room) && path.size() > room.size() &&
        path.find('/', room.size()) == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// Those of them that anybody may find: the rest is one person's.
bool is_public_path(std::string_view path) {
  return path == "/" || path.starts_with("/shows/") || path.starts_with("/products/") ||
         path.starts_with("/staff/");
}

}  // namespace

http::Response Pages::manifest() const {
  namespace json = boost::json;
  const auto shop = parts_.readers.read<shop::Settings>(
      [](store::Database& db) -> Result<shop::Settings> { return shop::settings(db); });
  if (!shop) return http::problem_response(shop.error());
  const auto name = shop->name.empty() ? std::string("nigiwai") : shop->name;
  const auto icon = [](const char* file, const char* sizes, const char* purpose) {
    return json::object{{"src", file}, {"sizes", sizes}, {"type", "image/png"}, {"purpose", purpose}};
  };
  const json::object manifest{{"id", "/"},
                              {"name", name},
                              {"short_name", name},
                              {"start_url", "/"},
                              {"scope", "/"},
                              {"display", "standalone"},
                              {"background_color", "#FAF7F2"},
                              {"theme_color", "#FAF7F2"},
                              {"icons", json::array{icon("/icons/icon-192.png", "192x192", "any"),
                                                    icon("/icons/icon-512.png", "512x512", "any"),
                                                    icon("/icons/maskable-512.png", "512x512", "maskable")}}};
  auto response = http::text_response(json::serialize(manifest), "application/manifest+json");
  response.with("Cache-Control", "public, max-age=300");
  return response;
}

// The app's page with what it says without JavaScript; the app takes its place.
http::Response Pages::player(const http::Request& request, bool known) const {
  const auto* shell = find("/player/index.html");
  if (shell == nullptr) return unbuilt();
  const bool embedded = is_embed_path(request.path);
  const bool is_public = known && !embedded && is_public_path(request.path);
  const auto language = language_of(request.header("accept-language"));
  const auto page = parts_.readers.read<std::optional<PublicPage>>(
      [&](store::Database& db) -> Result<std::optional<PublicPage>> {
        if (is_public) return PublicPages{db, parts_.views, parts_.origin, language}.page(request.path);
        const auto shop = shop::settings(db);
        const bool latin = language == Language::kEnglish && !shop.name_latin.empty();
        return PublicPage{.language = language,
                          .title = shop.name.empty() ? "nigiwai"
                                   : latin           ? shop.name_latin
                                                     : shop.name};
      });
  if (!page) return http::problem_response(page.error());
  const auto html =
      filled(shell->bytes, page->value_or(PublicPage{.language = language, .title = "nigiwai"}));
  auto response = safe(http::text_response(html, "text/html; charset=utf-8", known && *page ? 200 : 404),
                       embedded ? parts_.embedding.frame_ancestors() : "'none'");
  response.with("Vary", "Accept-Language");
  if (!is_public || !*page) response.with("X-Robots-Tag", "noindex");
  return response;
}

// Nothing of it is kept: who may show it in a frame stands in its head, and may change.
http::Response Pages::block() const {
  const auto* page = find("/blocks/index.html");
  if (page == nullptr) return unbuilt();
  auto response = safe(http::text_response(std::string(page->bytes), "text/html; charset=utf-8"),
                       parts_.embedding.frame_ancestors());
  response.with("X-Robots-Tag", "noindex");
  return response;
}

http::Response Pages::at(const http::Request& request) const {
  const std::string_view path = request.path;
  if (path.starts_with("/assets/") || path.starts_with("/icons/") || path == "/embed.js") {
    if (const auto* asset = find(path)) return serve(request, *asset);
    return http::problem_response({Kind::kNotFound, "not-found", "There is no such file."});
  }
  if (path == "/robots.txt") {
    return http::text_response(
        "User-agent: *\nDisallow: /studio\nDisallow: /orders/\nDisallow: /api/\nDisallow: /embed/\n"
        "Disallow: /me\nSitemap: " +
            parts_.origin + "/sitemap.xml\n",
        "text/plain");
  }
  if (path == "/manifest.webmanifest") return manifest();
  if (path == "/sw.js") return service_worker();
  if (path == "/offline")
    return safe(http::text_response(std::string(kOffline), "text/html; charset=utf-8"), "'none'");
  if (path.starts_with("/sitemap")) {
    const auto map = parts_.readers.read<std::optional<std::string>>(
        [&](store::Database& db) -> Result<std::optional<std::string>> {
          return sitemap(db, parts_.origin, path);
        });
    if (!map) return http::problem_response(map.error());
    if (*map) {
      auto response = http::text_response(**map, "application/xml; charset=utf-8");
      response.with("Cache-Control", "public, max-age=3600");
      return response;
    }
  }
  if (is_block_path(path)) return block();
  const bool studio = path == "/studio" || path.starts_with("/studio/");
  const bool known = studio || is_embed_path(path) || is_player_path(path);
  if (!known && !request.wants("text/html")) {
    return http::problem_response({Kind::kNotFound, "not-found", "There is nothing at this path."});
  }
  if (!studio) return player(request, known);
  const auto* page = find("/studio/index.html");
  if (page == nullptr) return unbuilt();
  auto response = serve(request, *page);
  response.with("X-Robots-Tag", "noindex");
  return response;
}

}  // namespace nigiwai::server
