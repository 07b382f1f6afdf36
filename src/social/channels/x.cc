#include "social/channels/x.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/time.h"
#include "social/channels/accounts.h"
#include "social/channels/text_length.h"

namespace nigiwai::social {
namespace {

namespace json = boost::json;

constexpr std::string_view kName = "X";
constexpr std::string_view kHost = "https://api.x.com";
constexpr std::size_t kMostAlt = 1000;  // characters of a picture's description
constexpr int kMostPages = 8;           // the mentions that X looks back to: 800

std::unexpected<Problem> refusal(const NetworkParts& parts, const NetworkAnswer& answer) {
  auto said = text_at(answer.body, {"detail"});
  if (said.empty()) said = text_at(answer.body, {"title"});
  const auto* errors = array_at(answer.body, {"errors"});
  if (said.empty() && errors != nullptr && !errors->empty() && errors->front().is_object()) {
    said = text_at(errors->front().get_object(), {"message"});
  }
  const bool day_is_spent = answer.raw.header("x-user-limit-24hour-remaining") == "0";
  return refused(answer,
                 {.network = kName,
                  .said = std::move(said),
                  .patience = patience_until(
                      parts, answer, {day_is_spent ? "x-user-limit-24hour-reset" : "x-rate-limit-reset"})});
}

std::string page_of(const std::string& handle, const std::string& id) {
  return fmt::format("https://x.com/{}/status/{}", handle.empty() ? "i" : handle, id);
}

// The post that it answers, when it answers one.
std::string answered_by(const json::object& post) {
  const auto* referenced = array_at(post, {"referenced_tweets"});
  if (referenced == nullptr) return {};
  for (const auto& each : *referenced) {
    if (each.is_object() && text_at(each.get_object(), {"type"}) == "replied_to") {
      return text_at(each.get_object(), {"id"});
    }
  }
  return {};
}

std::map<std::string, std::string> names_in(const json::object& body) {
  std::map<std::string, std::string> names;
  const auto* users = array_at(body, {"includes", "users"});
  if (users == nullptr) return names;
  for (const auto& each : *users) {
    if (each.is_object())
      names[text_at(each.get_object(), {"id"})] = text_at(each.get_object(), {"username"});
  }
  return names;
}

}  // namespace

std::size_t X::length_of(std::string_view text) const { return weighted_length(text); }

std::string X::url(const ChannelAccount& account, std::string_view path) const {
  return base_of(parts_, account, kHost) + std::string(path);
}

Result<void> X::renew(ChannelAccount& account) {
  const auto refresh = text_at(account.secrets, {"refresh_token"});
  const auto client = text_at(account.settings, {"client_id"});
  const auto secret = text_at(account.secrets, {"client_secret"});
  if (refresh.empty()) return sign_in_again("X does not accept this account's token any more.");
  outbox::PeerRequest request{.method = "POST",
                              .url = url(account, "/2/oauth2/token"),
                              .headers = {{"Content-Type", "application/x-www-form-urlencoded"}}};
  if (secret.empty()) {
    request.body =
        form_of({{"refresh_token", refresh}, {"grant_type", "refresh_token"}, {"client_id", client}});
  } else {
    request.headers.push_back({"Authorization", "Basic " + base64_of(client + ":" + secret)});
    request.body = form_of({{"refresh_token", refresh}, {"grant_type", "refresh_token"}});
  }
  const auto answer = ask_network(parts_, request, kName);
  if (!answer) return std::unexpected(answer.error());
  const auto access = text_at(answer->body, {"access_token"});
  if (answer->status >= 400 && answer->status < 500 && answer->status != 429) {
    return sign_in_again("X does not renew this account's token any more.");
  }
  if (!answer->good() || access.empty()) return refusal(parts_, *answer);
  account.secrets["access_token"] = access;
  if (const auto next = text_at(answer->body, {"refresh_token"}); !next.empty()) {
    account.secrets["refresh_token"] = next;
  }
  account.secrets_renewed = true;
  return {};
}

Result<NetworkAnswer> X::ask(ChannelAccount& account, outbox::PeerRequest request) {
  const auto headers = request.headers;
  for (const bool again : {false, true}) {
    if (text_at(account.secrets, {"access_token"}).empty()) {
      if (auto renewed = renew(account); !renewed) return std::unexpected(renewed.error());
    }
    request.headers = headers;
    request.headers.push_back({"Authorization", "Bearer " + text_at(account.secrets, {"access_token"})});
    auto answer = ask_network(parts_, request, kName);
    if (!answer || answer->status != 401) return answer;
    if (again) break;
    if (auto renewed = renew(account); !renewed) return std::unexpected(renewed.error());
  }
  return sign_in_again("X does not accept this account's token.");
}

Result<void> X::check(ChannelAccount& account) {
  const auto answer = ask(account, {.url = url(account, "/2/users/me")});
  if (!answer) return std::unexpected(answer.error());
  const auto id = text_at(answer->body, {"data", "id"});
  const auto handle = text_at(answer->body, {"data", "username"});
  if (!answer->good() || id.empty() || handle.empty()) return refusal(parts_, *answer);
  account.secrets_renewed = account.secrets_renewed || account.name != "@" + handle;
  account.settings["id"] = id;
  account.settings["handle"] = handle;
  account.name = "@" + handle;
  return {};
}

Result<std::string> X::picture(ChannelAccount& account, const Saying& saying) {
  const auto file = read_picture(saying.picture, kXPicture, kName);
  if (!file) return std::unexpected(file.error());
  const auto answer = ask(account, json_request("POST", url(account, "/2/media/upload"),
                                                {{"media", base64_of(file->bytes)},
                                                 {"media_category", "tweet_image"},
                                                 {"media_type", file->media_type}}));
  if (!answer) return std::unexpected(answer.error());
  auto id = text_at(answer->body, {"data", "id"});
  if (!answer->good() || id.empty()) return refusal(parts_, *answer);
  if (saying.picture_alt.empty() || code_point_length(saying.picture_alt) > kMostAlt) return id;
  const auto told =
      ask(account, json_request("POST", url(account, "/2/media/metadata"),
                                {{"id", id}, {"metadata", {{"alt_text", {{"text", saying.picture_alt}}}}}}));
  if (!told) return std::unexpected(told.error());
  if (!told->good()) return refusal(parts_, *told);
  return id;
}

Result<Published> X::publish(ChannelAccount& account, const Saying& saying) {
  if (auto fits = check_length(*this, saying, kName); !fits) return std::unexpected(fits.error());
  json::object body{{"text", saying.text}};
  if (!saying.picture.empty()) {
    const auto id = picture(account, saying);
    if (!id) return std::unexpected(id.error());
    body["media"] = json::object{{"media_ids", json::array{*id}}};
  }
  if (!saying.answer_to.empty()) body["reply"] = json::object{{"in_reply_to_tweet_id", saying.answer_to}};
  const auto answer = ask(account, json_request("POST", url(account, "/2/tweets"), body));
  if (!answer) return std::unexpected(answer.error());
  const auto id = text_at(answer->body, {"data", "id"});
  if (!answer->good() || id.empty()) return refusal(parts_, *answer);
  return Published{.id = id, .url = page_of(text_at(account.settings, {"handle"}), id)};
}

Result<void> X::remove(ChannelAccount& account, const std::string& id) {
  const auto answer = ask(account, {.method = "DELETE", .url = url(account, "/2/tweets/" + encoded(id))});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status == 404) return {};  // gone is what was wished
  if (!answer->good()) return refusal(parts_, *answer);
  return {};
}

Result<SayingCounts> X::counts(ChannelAccount& account, const std::string& id) {
  const auto answer = ask(
      account, {.url = url(account, fmt::format("/2/tweets/{}?tweet.fields=public_metrics", encoded(id)))});
  if (!answer) return std::unexpected(answer.error());
  const auto* metrics = object_at(answer->body, {"data", "public_metrics"});
  if (answer->good() && metrics == nullptr && array_at(answer->body, {"errors"}) != nullptr) {
    return fail(Kind::kNotFound, "not-found", "This post is not on X any more.");
  }
  if (!answer->good() || metrics == nullptr) return refusal(parts_, *answer);
  SayingCounts counts{.impressions = whole_at(*metrics, {"impression_count"}),
                      .likes = whole_at(*metrics, {"like_count"}),
                      .replies = whole_at(*metrics, {"reply_count"})};
  if (const auto reposts = whole_at(*metrics, {"retweet_count"})) {
    counts.shares = *reposts + whole_at(*metrics, {"quote_count"}).value_or(0);
  }
  return counts;
}

Result<HeardPage> X::heard(ChannelAccount& account, const std::string& since) {
  if (text_at(account.settings, {"id"}).empty()) {
    if (auto known = check(account); !known) return std::unexpected(known.error());
  }
  HeardPage page{.next = since};
  std::string token;
  for (int pages = 0; pages < kMostPages; ++pages) {
    auto query = fmt::format(
        "/2/users/{}/mentions?max_results=100&tweet.fields=author_id,created_at,referenced_tweets&expansions="
        "author_id&user.fields=username",
        encoded(text_at(account.settings, {"id"})));
    if (!since.empty()) query += "&since_id=" + encoded(since);
    if (!token.empty()) query += "&pagination_token=" + encoded(token);
    const auto answer = ask(account, {.url = url(account, query)});
    if (!answer) return std::unexpected(answer.error());
    if (!answer->good() || object_at(answer->body, {"meta"}) == nullptr) return refusal(parts_, *answer);
    if (pages == 0) {
      if (const auto newest = text_at(answer->body, {"meta", "newest_id"}); !newest.empty())
        page.next = newest;
    }
    const auto names = names_in(answer->body);
    if (const auto* posts = array_at(answer->body, {"data"})) {
      for (const auto& each : *posts) {
        if (!each.is_object()) continue;
        const auto& post = each.get_object();
        const auto id = text_at(post, {"id"});
        const auto named = names.find(text_at(post, {"author_id"}));
        const auto handle = named == names.end() ? std::string() : named->second;
        const auto answered = answered_by(post);
        page.items.push_back({.kind = answered.empty() ? Heard::Kind::kMention : Heard::Kind::kReply,
                              .id = id,
                              .author = handle.empty() ? std::string() : "@" + handle,
                              .author_url = handle.empty() ? std::string() : "https://x.com/" + handle,
                              .text = text_at(post, {"text"}),
                              .answer_to = answered,
                              .url = page_of(handle, id),
                              .at = from_rfc3339(text_at(post, {"created_at"})).value_or(WallTime{})});
      }
    }
    token = text_at(answer->body, {"meta", "next_token"});
    if (token.empty() || since.empty()) break;  // the first look takes one page
  }
  std::ranges::reverse(page.items);
  return page;
}

}  // namespace nigiwai::social
