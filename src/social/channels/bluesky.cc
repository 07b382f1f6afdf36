#include "social/channels/bluesky.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "social/channels/accounts.h"
#include "social/channels/text_length.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;

constexpr std::string_view kName = "Bluesky";
constexpr std::string_view kOwnService = "https://bsky.social";
constexpr std::string_view kPost = "app.bsky.feed.post";
constexpr std::size_t kMostTextBytes = 3000;  // app.bsky.feed.post, text: maxLength
constexpr std::size_t kMostTag = 64;          // app.bsky.richtext.facet#tag: maxGraphemes
constexpr int kMostPages = 10;                // of notifications in one look: a thousand answers

std::unexpected<Problem> refusal(const NetworkParts& parts, const NetworkAnswer& answer) {
  auto said = text_at(answer.body, {"message"});
  if (said.empty()) said = text_at(answer.body, {"error"});
  return refused(answer, {.network = kName,
                          .said = std::move(said),
                          .patience = patience_until(parts, answer, {"ratelimit-reset"})});
}

// at://did/collection/rkey
std::string record_key_of(const std::string& uri) {
  const auto slash = uri.rfind('/');
  return slash == std::string::npos ? uri : uri.substr(slash + 1);
}

std::string page_of(const std::string& author, const std::string& uri) {
  return fmt::format("https://bsky.app/profile/{}/post/{}", author, record_key_of(uri));
}

Heard heard_of(const json::object& notice) {
  const auto handle = text_at(notice, {"author", "handle"});
  const auto uri = text_at(notice, {"uri"});
  const bool reply = text_at(notice, {"reason"}) == "reply";
  return {.kind = reply ? Heard::Kind::kReply : Heard::Kind::kMention,
          .id = uri,
          .author = "@" + handle,
          .author_url = "https://bsky.app/profile/" + handle,
          .text = text_at(notice, {"record", "text"}),
          .answer_to = reply ? text_at(notice, {"reasonSubject"}) : std::string(),
          .url = page_of(handle, uri),
          .at = from_rfc3339(text_at(notice, {"indexedAt"})).value_or(WallTime{})};
}

}  // namespace

json::array bluesky_facets(std::string_view text) {
  struct Facet {
    TextSpan span;
    json::object feature;
  };
  std::vector<Facet> found;
  for (const auto& link : links_in(text)) {
    found.push_back({link,
                     {{"$type", "app.bsky.richtext.facet#link"},
                      {"uri", text.substr(link.begin, link.end - link.begin)}}});
  }
  for (const auto& tag : tags_in(text)) {
    auto word = text.substr(tag.begin, tag.end - tag.begin);
    word.remove_prefix(word.starts_with('#') ? 1 : 3);  // U+FF03 has three bytes
    if (character_count(word) > kMostTag) continue;
    found.push_back({tag, {{"$type", "app.bsky.richtext.facet#tag"}, {"tag", word}}});
  }
  std::ranges::sort(found, {}, [](const Facet& facet) { return facet.span.begin; });
  json::array facets;
  for (auto& facet : found) {
    facets.push_back(json::object{{"index", {{"byteStart", facet.span.begin}, {"byteEnd", facet.span.end}}},
                                  {"features", json::array{std::move(facet.feature)}}});
  }
  return facets;
}

std::string bluesky_record_key(std::string_view key) {
  constexpr std::string_view kDigits = "234567abcdefghijklmnopqrstuvwxyz";
  const auto hash = sha256(key);
  std::uint64_t value = 0;
  for (std::size_t at = 0; at < 8; ++at) value = value << 8U | static_cast<unsigned char>(hash[at]);
  value &= ~(std::uint64_t{1} << 63U);
  std::string text(13, '2');
  for (auto at = text.size(); at-- > 0; value >>= 5U) text[at] = kDigits[value & 31U];
  return text;
}

std::size_t Bluesky::length_of(std::string_view text) const { return character_count(text); }

std::string Bluesky::url(const ChannelAccount& account, std::string_view method) const {
  auto service = text_at(account.settings, {"service"});
  if (service.empty()) service = kOwnService;
  return fmt::format("{}/xrpc/{}", base_of(parts_, account, service), method);
}

Result<void> Bluesky::begin(ChannelAccount& account) {
  const auto answer = ask_network(parts_,
                                  json_request("POST", url(account, "com.atproto.server.createSession"),
                                               {{"identifier", text_at(account.settings, {"handle"})},
                                                {"password", text_at(account.secrets, {"app_password"})}}),
                                  kName);
  if (!answer) return std::unexpected(answer.error());
  if (answer->status == 401)
    return sign_in_again("Bluesky does not take this handle with this app password.");
  const auto access = text_at(answer->body, {"accessJwt"});
  if (!answer->good() || access.empty()) return refusal(parts_, *answer);
  account.secrets["access"] = access;
  account.secrets["refresh"] = text_at(answer->body, {"refreshJwt"});
  account.settings["id"] = text_at(answer->body, {"did"});
  account.name = "@" + text_at(answer->body, {"handle"});
  account.secrets_renewed = true;
  return {};
}

Result<void> Bluesky::renew(ChannelAccount& account) {
  const auto refresh = text_at(account.secrets, {"refresh"});
  if (refresh.empty()) return begin(account);
  const auto answer = ask_network(parts_,
                                  {.method = "POST",
                                   .url = url(account, "com.atproto.server.refreshSession"),
                                   .headers = {{"Authorization", "Bearer " + refresh}}},
                                  kName);
  if (!answer) return std::unexpected(answer.error());
  const auto access = text_at(answer->body, {"accessJwt"});
  if (answer->status == 400 || answer->status == 401) return begin(account);
  if (!answer->good() || access.empty()) return refusal(parts_, *answer);
  account.secrets["access"] = access;
  account.secrets["refresh"] = text_at(answer->body, {"refreshJwt"});
  account.secrets_renewed = true;
  return {};
}

Result<NetworkAnswer> Bluesky::ask(ChannelAccount& account, outbox::PeerRequest request) {
  const auto headers = request.headers;
  for (const bool again : {false, true}) {
    if (text_at(account.secrets, {"access"}).empty()) {
      if (auto begun = begin(account); !begun) return std::unexpected(begun.error());
    }
    request.headers = headers;
    request.headers.push_back({"Authorization", "Bearer " + text_at(account.secrets, {"access"})});
    auto answer = ask_network(parts_, request, kName);
    if (!answer) return answer;
    const bool expired = answer->status == 401 ||
                         (answer->status == 400 && text_at(answer->body, {"error"}) == "ExpiredToken");
    if (!expired) return answer;
    if (again) break;
    if (auto renewed = renew(account); !renewed) return std::unexpected(renewed.error());
  }
  return sign_in_again("Bluesky does not accept this account's session.");
}

Result<void> Bluesky::check(ChannelAccount& account) {
  const auto answer = ask(account, {.url = url(account, "com.atproto.server.getSession")});
  if (!answer) return std::unexpected(answer.error());
  const auto did = text_at(answer->body, {"did"}), handle = text_at(answer->body, {"handle"});
  if (!answer->good() || did.empty() || handle.empty()) return refusal(parts_, *answer);
  account.secrets_renewed = account.secrets_renewed || account.name != "@" + handle;
  account.settings["id"] = did;
  account.name = "@" + handle;
  return {};
}

Result<json::object> Bluesky::post_at(ChannelAccount& account, const std::string& uri) {
  const auto answer = ask(account, {.url = url(account, "app.bsky.feed.getPosts?uris=" + encoded(uri))});
  if (!answer) return std::unexpected(answer.error());
  const auto* posts = array_at(answer->body, {"posts"});
  if (!answer->good() || posts == nullptr) return refusal(parts_, *answer);
  if (posts->empty() || !posts->front().is_object()) {
    return fail(Kind::kNotFound, "not-found", "This post is not on Bluesky any more.");
  }
  return posts->front().get_object();
}

Result<json::object> Bluesky::picture(ChannelAccount& account, const Saying& saying) {
  auto file = read_picture(saying.picture, kBlueskyPicture, kName);
  if (!file) return std::unexpected(file.error());
  const auto answer = ask(account, {.method = "POST",
                                    .url = url(account, "com.atproto.repo.uploadBlob"),
                                    .headers = {{"Content-Type", file->media_type}},
                                    .body = std::move(file->bytes)});
  if (!answer) return std::unexpected(answer.error());
  const auto* blob = object_at(answer->body, {"blob"});
  if (!answer->good() || blob == nullptr) return refusal(parts_, *answer);
  return json::object{{"$type", "app.bsky.embed.images"},
                      {"images", json::array{json::object{{"alt", saying.picture_alt}, {"image", *blob}}}}};
}

Published Bluesky::published(const ChannelAccount& account, const std::string& uri) const {
  return {.id = uri, .url = page_of(text_at(account.settings, {"id"}), uri)};
}

Result<Published> Bluesky::publish(ChannelAccount& account, const Saying& saying) {
  if (auto fits = check_length(*this, saying, kName); !fits) return std::unexpected(fits.error());
  if (saying.text.size() > kMostTextBytes) {
    return fail(Kind::kConflict, "channel-length",
                fmt::format("This text has {} bytes; Bluesky takes {}.", saying.text.size(), kMostTextBytes),
                "/text");
  }
  json::object record{{"$type", kPost},
                      {"text", saying.text},
                      {"createdAt", to_rfc3339(parts_.clock.wall())},
                      {"langs", json::array{saying.language}}};
  if (auto facets = bluesky_facets(saying.text); !facets.empty()) record["facets"] = std::move(facets);
  if (!saying.answer_to.empty()) {
    const auto parent = post_at(account, saying.answer_to);
    if (!parent) return std::unexpected(parent.error());
    const json::object of_parent{{"uri", text_at(*parent, {"uri"})}, {"cid", text_at(*parent, {"cid"})}};
    const auto* root = object_at(*parent, {"record", "reply", "root"});
    record["reply"] = json::object{{"root", root == nullptr ? of_parent : *root}, {"parent", of_parent}};
  }
  if (!saying.picture.empty()) {
    auto embed = picture(account, saying);
    if (!embed) return std::unexpected(embed.error());
    record["embed"] = *std::move(embed);
  }
  if (text_at(account.settings, {"id"}).empty()) {
    if (auto known = check(account); !known) return std::unexpected(known.error());
  }
  const auto did = text_at(account.settings, {"id"});
  json::object body{{"repo", did}, {"collection", kPost}};
  const auto key = saying.key.empty() ? std::string() : bluesky_record_key(saying.key);
  if (!key.empty()) body["rkey"] = key;
  body["record"] = std::move(record);
  const auto answer = ask(account, json_request("POST", url(account, "com.atproto.repo.createRecord"), body));
  if (!answer) return std::unexpected(answer.error());
  const auto uri = text_at(answer->body, {"uri"});
  if (answer->good() && !uri.empty()) return published(account, uri);
  if (!key.empty() && answer->status != 429) {
    // A server that has the record already refuses to make it once more.
    const auto there =
        ask(account,
            {.url = url(
                 account,
                 fmt::format("com.atproto.repo.getRecord?{}",
                             form_of({{"repo", did}, {"collection", std::string(kPost)}, {"rkey", key}})))});
    if (there && there->good() && !text_at(there->body, {"uri"}).empty()) {
      return published(account, text_at(there->body, {"uri"}));
    }
  }
  return refusal(parts_, *answer);
}

Result<void> Bluesky::remove(ChannelAccount& account, const std::string& id) {
  const auto answer = ask(account, json_request("POST", url(account, "com.atproto.repo.deleteRecord"),
                                                {{"repo", text_at(account.settings, {"id"})},
                                                 {"collection", kPost},
                                                 {"rkey", record_key_of(id)}}));
  if (!answer) return std::unexpected(answer.error());
  if (!answer->good()) return refusal(parts_, *answer);
  return {};
}

Result<SayingCounts> Bluesky::counts(ChannelAccount& account, const std::string& id) {
  const auto post = post_at(account, id);
  if (!post) return std::unexpected(post.error());
  SayingCounts counts{.likes = whole_at(*post, {"likeCount"}), .replies = whole_at(*post, {"replyCount"})};
  if (const auto reposts = whole_at(*post, {"repostCount"})) {
    counts.shares = *reposts + whole_at(*post, {"quoteCount"}).value_or(0);
  }
  return counts;
}

Result<HeardPage> Bluesky::heard(ChannelAccount& account, const std::string& since) {
  HeardPage page{.next = since};
  std::string cursor;
  for (int pages = 0; pages < kMostPages; ++pages) {
    auto query =
        std::string("app.bsky.notification.listNotifications?reasons=mention&reasons=reply&limit=100");
    if (!cursor.empty()) query += "&cursor=" + encoded(cursor);
    const auto answer = ask(account, {.url = url(account, query)});
    if (!answer) return std::unexpected(answer.error());
    const auto* notices = array_at(answer->body, {"notifications"});
    if (!answer->good() || notices == nullptr) return refusal(parts_, *answer);
    bool reached = since.empty();  // the first look takes one page
    for (const auto& each : *notices) {
      if (!each.is_object()) continue;
      const auto at = text_at(each.get_object(), {"indexedAt"});
      if (!since.empty() && at <= since) {
        reached = true;
        break;
      }
      page.next = std::max(page.next, at);
      page.items.push_back(heard_of(each.get_object()));
    }
    cursor = text_at(answer->body, {"cursor"});
    if (reached || cursor.empty() || notices->empty()) break;
  }
  std::ranges::reverse(page.items);
  return page;
}

}  // namespace nigiwai::social
