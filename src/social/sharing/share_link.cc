#include "social/sharing/share_link.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string/case_conv.hpp>

#include "base/fields.h"

namespace nigiwai::social {
namespace {

constexpr std::array<std::string_view, 4> kShared{"show", "product", "staff", "clip"};
constexpr WholeRange kPlaces{0, 7LL * 24 * 3600 * 1000};

// As the networks' own documents name their fetchers, in lower case. LINE's begins with facebookexternalhit,
// too.
constexpr std::array kPreviews{"facebookexternalhit",
                               "facebot",
                               "meta-externalagent",
                               "twitterbot",
                               "linespider",
                               "line-poker",
                               "slackbot",
                               "slack-imgproxy",
                               "discordbot",
                               "telegrambot",
                               "whatsapp",
                               "skypeuripreview",
                               "linkedinbot",
                               "pinterest",
                               "mastodon",
                               "misskey",
                               "bluesky",
                               "cardyb",
                               "redditbot",
                               "hatenabookmark",
                               "iframely",
                               "embedly",
                               "vkshare",
                               "kakaotalk-scrap",
                               "akkoma",
                               "pleroma",
                               "friendica",
                               "opengraph"};
// Not "bot" alone: there are phones called Cubot.
constexpr std::array kPrograms{"bot/",   "bot;",    "bot)",      "crawler",    "spider", "curl/",
                               "wget/",  "python-", "httpx",     "go-http",    "java/",  "okhttp",
                               "libwww", "scrapy",  "phantomjs", "lighthouse", "axios/", "node-fetch",
                               "php/",   "apache-", "feedfetch"};

bool names_one_of(const std::string& agent, const auto& names) {
  return std::ranges::any_of(names, [&](const char* name) { return agent.contains(name); });
}

}  // namespace

std::string_view to_text(Shared what) { return kShared[static_cast<std::size_t>(what)]; }

std::optional<Shared> shared_of(std::string_view text) {
  const auto found = std::ranges::find(kShared, text);
  if (found == kShared.end()) return std::nullopt;
  return static_cast<Shared>(found - kShared.begin());
}

Result<ShareTarget> read_share(const json::object& body) {
  Fields in(body);
  ShareTarget target;
  int named = 0;
  for (std::size_t i = 0; i < kShared.size(); ++i) {
    if (!in.has(kShared[i])) continue;
    ++named;
    target.what = static_cast<Shared>(i);
    target.id = in.slug(kShared[i]);
  }
  if (const auto at = in.optional_whole("at", kPlaces)) {
    target.at = Milliseconds(*at);
    if (!in.has("show")) in.wrong("at", "A moment needs the show it belongs to.");
  }
  if (const auto problem = in.problem()) return std::unexpected(*problem);
  if (named != 1)
    return invalid("", "Name one thing to share: a show, a product, a clip or one of the staff.");
  return target;
}

std::string page_of(const ShareLink& link) {
  const auto& [what, id, at, show] = link.target;
  std::string page, query;
  switch (what) {
    case Shared::kShow:
      page = "/shows/" + id;
      if (at) query = fmt::format("t={}", at->count() / 1000);
      break;
    case Shared::kProduct:
      page = "/products/" + id;
      break;
    case Shared::kStaff:
      page = "/staff/" + id;
      break;
    case Shared::kClip:
      page = "/shows/" + show;
      query = fmt::format("t={}", at.value_or(Milliseconds(0)).count() / 1000);
      break;
  }
  if (!link.code.empty()) query += (query.empty() ? "s=" : "&s=") + link.code;
  return query.empty() ? page : page + "?" + query;
}

std::string_view to_text(Clicker who) {
  switch (who) {
    case Clicker::kPerson:
      return "person";
    case Clicker::kPreview:
      return "preview";
    case Clicker::kBot:
      return "bot";
    case Clicker::kOwn:
      return "own";
  }
  return "bot";
}

Clicker clicker_of(std::string_view user_agent) {
  if (user_agent.empty()) return Clicker::kBot;
  const auto agent = boost::algorithm::to_lower_copy(std::string(user_agent), std::locale::classic());
  if (names_one_of(agent, kPreviews)) return Clicker::kPreview;
  // A browser says Mozilla/5.0 ever since; what a person uses inside another app (LINE, Instagram) does, too.
  if (!agent.starts_with("mozilla/") || names_one_of(agent, kPrograms)) return Clicker::kBot;
  return Clicker::kPerson;
}

}  // namespace nigiwai::social
