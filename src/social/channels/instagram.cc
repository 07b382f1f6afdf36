#include "social/channels/instagram.h"

#include <fmt/format.h>

#include "base/time.h"
#include "social/channels/accounts.h"
#include "social/channels/text_length.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;

constexpr std::string_view kName = "Instagram";
constexpr std::string_view kHost = "https://graph.instagram.com";
constexpr std::int64_t kRenewedAfter = 7 * 24 * 3600;  // seconds; a token is good for 60 days
constexpr std::size_t kInstagramPicture = 8'000'000;   // media: image specifications, 8 MB
constexpr Milliseconds kContainerPatience{60'000};     // "once per minute, for no more than 5 minutes"

Result<void> check_saying(const Channel& channel, const Saying& saying) {
  if (auto fits = check_length(channel, saying, kName); !fits) return fits;
  if (tags_in(saying.text).size() > kInstagramTags) {
    return fail(Kind::kConflict, "channel-length",
                fmt::format("Instagram takes at most {} hashtags.", kInstagramTags), "/text");
  }
  if (saying.picture_url.empty()) {
    return fail(Kind::kConflict, "channel-picture", "Instagram takes nothing without a picture.", "/picture");
  }
  if (saying.picture.empty()) return {};
  const auto picture = read_picture(saying.picture, kInstagramPicture, kName);
  if (!picture) return std::unexpected(picture.error());
  if (picture->media_type != "image/jpeg") {
    return fail(Kind::kConflict, "channel-picture", "Instagram takes JPEG pictures only.", "/picture");
  }
  return {};
}

}  // namespace

std::size_t Instagram::length_of(std::string_view text) const { return code_point_length(text); }

Result<NetworkAnswer> Instagram::ask(const ChannelAccount& account, GraphCall call) const {
  call.url = fmt::format("{}/{}", base_of(parts_, account, kHost), call.url);
  auto answer = ask_graph(parts_, account, call, kName);
  if (answer && !answer->good()) return graph_refusal(*answer, kName);
  return answer;
}

Result<void> Instagram::renew_in_time(ChannelAccount& account) {
  const auto now = to_ms(parts_.clock.wall()) / 1000;
  const auto renewed_at = whole_at(account.secrets, {"renewed_at"});
  if (!renewed_at) {  // a fresh one is refused for a day
    account.secrets["renewed_at"] = now;
    account.secrets_renewed = true;
    return {};
  }
  if (now - *renewed_at < kRenewedAfter) return {};
  const auto answer =
      ask(account, {.url = "refresh_access_token", .fields = {{"grant_type", "ig_refresh_token"}}});
  if (!answer) return std::unexpected(answer.error());
  const auto token = text_at(answer->body, {"access_token"});
  if (token.empty()) return nonsense(kName);
  account.secrets["access_token"] = token;
  account.secrets["renewed_at"] = now;
  account.secrets_renewed = true;
  return {};
}

Result<void> Instagram::check(ChannelAccount& account) {
  if (auto renewed = renew_in_time(account); !renewed) return renewed;
  const auto answer =
      ask(account, {.url = fmt::format("{}/me", kGraphVersion), .fields = {{"fields", "user_id,username"}}});
  if (!answer) return std::unexpected(answer.error());
  // The guide shows it within "data", the reference beside it.
  const auto* data = array_at(answer->body, {"data"});
  const auto& me = data != nullptr && !data->empty() && data->front().is_object() ? data->front().get_object()
                                                                                  : answer->body;
  auto id = text_at(me, {"user_id"});
  if (const auto number = whole_at(me, {"user_id"}); id.empty() && number) id = std::to_string(*number);
  const auto handle = text_at(me, {"username"});
  if (id.empty() || handle.empty()) return nonsense(kName);
  account.secrets_renewed = account.secrets_renewed || account.name != "@" + handle;
  account.settings["id"] = id;
  account.settings["handle"] = handle;
  account.name = "@" + handle;
  return {};
}

Result<std::string> Instagram::container(ChannelAccount& account, const Saying& saying) {
  const auto pending = text_at(account.settings, {"pending", "container"});
  if (!saying.key.empty() && !pending.empty() &&
      text_at(account.settings, {"pending", "key"}) == saying.key) {
    return pending;
  }
  GraphCall call{.method = "POST",
                 .url = fmt::format("{}/{}/media", kGraphVersion, encoded(text_at(account.settings, {"id"}))),
                 .fields = {{"image_url", saying.picture_url}, {"caption", saying.text}}};
  if (!saying.picture_alt.empty()) call.fields["alt_text"] = saying.picture_alt;
  const auto answer = ask(account, std::move(call));
  if (!answer) return std::unexpected(answer.error());
  auto id = text_at(answer->body, {"id"});
  if (id.empty()) return nonsense(kName);
  account.settings["pending"] = json::object{{"key", saying.key}, {"container", id}};
  account.secrets_renewed = true;
  return id;
}

Result<Published> Instagram::published(const ChannelAccount& account, const std::string& id) const {
  const auto answer = ask(account, {.url = fmt::format("{}/{}", kGraphVersion, encoded(id)),
                                    .fields = {{"fields", "permalink"}}});
  // It is published whatever this says.
  return Published{.id = id, .url = answer ? text_at(answer->body, {"permalink"}) : std::string()};
}

Result<Published> Instagram::newest_with(const ChannelAccount& account, const std::string& caption) const {
  const auto answer = ask(
      account, {.url = fmt::format("{}/{}/media", kGraphVersion, encoded(text_at(account.settings, {"id"}))),
                .fields = {{"fields", "id,caption,permalink"}, {"limit", 10}}});
  if (!answer) return std::unexpected(answer.error());
  if (const auto* media = array_at(answer->body, {"data"})) {
    for (const auto& each : *media) {
      if (!each.is_object() || text_at(each.get_object(), {"caption"}) != caption) continue;
      return Published{.id = text_at(each.get_object(), {"id"}),
                       .url = text_at(each.get_object(), {"permalink"})};
    }
  }
  return nonsense(kName);
}

Result<Published> Instagram::publish(ChannelAccount& account, const Saying& saying) {
  if (auto renewed = renew_in_time(account); !renewed) return std::unexpected(renewed.error());
  if (!saying.answer_to.empty()) {
    if (auto fits = check_length(*this, saying, kName); !fits) return std::unexpected(fits.error());
    const auto answer =
        ask(account, {.method = "POST",
                      .url = fmt::format("{}/{}/replies", kGraphVersion, encoded(saying.answer_to)),
                      .fields = {{"message", saying.text}}});
    if (!answer) return std::unexpected(answer.error());
    const auto id = text_at(answer->body, {"id"});
    if (id.empty()) return nonsense(kName);
    return Published{.id = id};
  }
  if (auto good = check_saying(*this, saying); !good) return std::unexpected(good.error());
  if (text_at(account.settings, {"id"}).empty()) {
    if (auto known = check(account); !known) return std::unexpected(known.error());
  }
  const auto container_id = container(account, saying);
  if (!container_id) return std::unexpected(container_id.error());
  const auto status = ask(account, {.url = fmt::format("{}/{}", kGraphVersion, encoded(*container_id)),
                                    .fields = {{"fields", "status_code"}}});
  if (!status) return std::unexpected(status.error());
  const auto code = text_at(status->body, {"status_code"});
  const auto forget = [&] {
    account.settings.erase("pending");
    account.secrets_renewed = true;
  };
  if (code == "PUBLISHED") {  // at an earlier try, whose answer was lost
    auto found = newest_with(account, saying.text);
    if (found) forget();
    return found;
  }
  if (code == "IN_PROGRESS") {
    return std::unexpected(Problem{.kind = Kind::kUnavailable,
                                   .type = "unavailable",
                                   .detail = "Instagram is still fetching the picture.",
                                   .retry_after = kContainerPatience});
  }
  if (code != "FINISHED") {
    forget();
    if (code != "ERROR" && code != "EXPIRED") return nonsense(kName);
    return fail(Kind::kConflict, "channel-refused", "Instagram could not take the picture. Choose another.");
  }
  const auto answer = ask(account, {.method = "POST",
                                    .url = fmt::format("{}/{}/media_publish", kGraphVersion,
                                                       encoded(text_at(account.settings, {"id"}))),
                                    .fields = {{"creation_id", *container_id}}});
  if (!answer) return std::unexpected(answer.error());
  const auto id = text_at(answer->body, {"id"});
  if (id.empty()) return nonsense(kName);
  forget();
  return published(account, id);
}

Result<void> Instagram::remove(ChannelAccount&, const std::string&) {
  return fail(Kind::kConflict, "channel-keeps",
              "Instagram lets no program take a picture back. Delete it in the app.");
}

Result<SayingCounts> Instagram::counts(ChannelAccount& account, const std::string& id) {
  if (auto renewed = renew_in_time(account); !renewed) return std::unexpected(renewed.error());
  const auto answer = ask(account, {.url = fmt::format("{}/{}/insights", kGraphVersion, encoded(id)),
                                    .fields = {{"metric", "views,likes,comments,shares"}}});
  if (!answer) return std::unexpected(answer.error());
  const auto* data = array_at(answer->body, {"data"});
  if (data == nullptr) return nonsense(kName);
  const auto value_of = [&](std::string_view metric) -> std::optional<std::int64_t> {
    for (const auto& each : *data) {
      if (!each.is_object() || text_at(each.get_object(), {"name"}) != metric) continue;
      const auto* values = array_at(each.get_object(), {"values"});
      if (values != nullptr && !values->empty() && values->front().is_object()) {
        return whole_at(values->front().get_object(), {"value"});
      }
    }
    return std::nullopt;
  };
  return SayingCounts{.impressions = value_of("views"),
                      .likes = value_of("likes"),
                      .shares = value_of("shares"),
                      .replies = value_of("comments")};
}

Result<HeardPage> Instagram::heard(ChannelAccount&, const std::string& since) {
  return HeardPage{.next = since};
}

}  // namespace nigiwai::social
