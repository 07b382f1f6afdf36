#include "server/oembed.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "server/html.h"
#include "server/link_cards.h"
#include "shop/settings.h"
#include "show/shows.h"

namespace nigiwai::server {
namespace {

constexpr std::int64_t kLeastWidth = 240;  // narrower, nothing of a player can be used
constexpr std::int64_t kMostWidth = 3840;
constexpr std::string_view kShows = "/shows/";

// The show that an address of ours leads to; empty for any other address.
std::string show_at(std::string_view url, const std::string& origin) {
  if (!url.starts_with(origin)) return {};
  url.remove_prefix(origin.size());
  if (!url.starts_with(kShows)) return {};
  url.remove_prefix(kShows.size());
  return std::string(url.substr(0, url.find_first_of("?#/")));
}

Result<json::object> oembed_of(store::Database& db, const std::string& id, const std::string& origin,
                               PlayerSize size) {
  const auto show = show::find_for(db, id, http::Caller{});
  if (!show) return std::unexpected(show.error());
  json::object made{
      {"version", "1.0"},
      {"type", "rich"},
      {"title", show->title},
      {"provider_name", shop::settings(db).name},
      {"provider_url", origin + "/"},
      {"width", size.width},
      {"height", size.height},
      {"html", fmt::format("<iframe src=\"{}/embed/{}\" width=\"{}\" height=\"{}\" title=\"{}\" "
                           "style=\"border:0\" allow=\"autoplay; fullscreen; "
                           "picture-in-picture\" allowfullscreen></iframe>",
                           escaped(origin), escaped(id), size.width, size.height, escaped(show->title))}};
  if (const auto card = card_of(db, id, Language::kJapanese)) {
    made["thumbnail_url"] = origin + card_path(id, *card, Language::kJapanese);
    made["thumbnail_width"] = 1200;
    made["thumbnail_height"] = 630;
  }
  return made;
}

}  // namespace

PlayerSize player_within(std::int64_t most_width, std::int64_t most_height) {
  PlayerSize size;
  if (most_width > 0) size.width = std::min(size.width, most_width);
  if (most_height > 0) size.width = std::min(size.width, most_height * 16 / 9);
  size.width = std::max(size.width, kLeastWidth);
  size.height = size.width * 9 / 16;
  return size;
}

std::string oembed_address(const std::string& origin, const std::string& url) {
  return origin + "/api/oembed?url=" + boost::urls::encode(url, boost::urls::unreserved_chars);
}

void add_oembed_route(http::Router& router, store::Readers& readers, const std::string& origin) {
  router.add(
      {.method = "GET",
       .path = "/api/oembed",
       .access = http::Access::open(),
       .handle = [&readers, &origin](http::Request& request) -> Task<http::Response> {
         const auto width = request.whole("maxwidth", 1, kMostWidth);
         if (!width) co_return http::problem_response(width.error());
         const auto height = request.whole("maxheight", 1, kMostWidth);
         if (!height) co_return http::problem_response(height.error());
         if (request.asked("format").value_or("json") != "json") {
           co_return http::problem_response({Kind::kInvalid, "invalid",
                                             "This is told in JSON alone: leave format out, or ask for json.",
                                             "format"});
         }
         const auto show = show_at(request.asked("url").value_or(""), origin);
         const auto size = player_within(width->value_or(0), height->value_or(0));
         const auto made = readers.read<json::object>(
             [&](store::Database& db) { return oembed_of(db, show, origin, size); });
         if (!made) co_return http::problem_response(made.error());
         auto response = http::json_response(*made);
         response.with("Cache-Control", "public, max-age=300");
         co_return response;
       },
       .summary =
           "oEmbed 1.0 of the player of a show, by the ?url= of its page; ?maxwidth= and ?maxheight= bound "
           "it.",
       .answer = R"({"type":"object","required":["version","type","html","width","height"],"properties":{
  "version":{"const":"1.0"},"type":{"const":"rich"},"title":{"type":"string"},"provider_name":{"type":"string"},
  "provider_url":{"type":"string"},"html":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},
  "thumbnail_url":{"type":"string"},"thumbnail_width":{"type":"integer"},"thumbnail_height":{"type":"integer"}}})"});
}

}  // namespace nigiwai::server
